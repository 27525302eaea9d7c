// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.config;

import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who calls or is called, as a mesh names it.
 *
 * @param kind the workload's kind in lower case, such as {@code deployment}
 * @param workload the workload's name
 */
public record MeshPeer(
        String namespace, String kind, String workload, String pod, String app, String version, String serviceAccount) {

    /** Who calls without a proxy, such as a kubelet: nothing is known of it. */
    public static final MeshPeer UNKNOWN =
            new MeshPeer("unknown", "unknown", "unknown", "unknown", "unknown", "unknown", "unknown");

    private static final Pattern CRON_JOB = Pattern.compile("(.+)-[0-9]{8,10}");

    /** Returns the identity of a pod: its workload is found as Istio's injector finds it. */
    public static MeshPeer of(Pod pod) {
        Map<String, String> labels =
                Objects.requireNonNullElse(pod.getMetadata().getLabels(), Map.of());
        String app = labels.getOrDefault(
                "service.istio.io/canonical-name",
                labels.getOrDefault("app.kubernetes.io/name", labels.getOrDefault("app", "")));
        PeerWorkload workload = workload(pod, labels);
        return new MeshPeer(
                pod.getMetadata().getNamespace(),
                workload.kind(),
                workload.name(),
                pod.getMetadata().getName(),
                app.isEmpty() ? workload.name() : app,
                labels.getOrDefault(
                        "service.istio.io/canonical-revision",
                        labels.getOrDefault("app.kubernetes.io/version", labels.getOrDefault("version", "latest"))),
                Optional.ofNullable(pod.getSpec().getServiceAccountName()).orElse("default"));
    }

    /** Returns the ingress gateway of a mesh. */
    public static MeshPeer ingressGateway() {
        String name = "istio-ingressgateway";
        return new MeshPeer("istio-system", "deployment", name, name, name, "latest", name);
    }

    /** Returns the hash of the template that a Deployment's pod was made from, which stands in the pod's name. */
    public Optional<String> templateHash() {
        Matcher name = Pattern.compile(Pattern.quote(workload) + "-([a-z0-9]+)-[a-z0-9]{5}")
                .matcher(pod);
        return kind.equals("deployment") && name.matches() ? Optional.of(name.group(1)) : Optional.empty();
    }

    private record PeerWorkload(String kind, String name) {}

    private static PeerWorkload workload(Pod pod, Map<String, String> labels) {
        boolean generated = !Objects.requireNonNullElse(pod.getMetadata().getGenerateName(), "")
                .isEmpty();
        return pod.getMetadata().getOwnerReferences().stream()
                .filter(owner -> generated && Boolean.TRUE.equals(owner.getController()))
                .findFirst()
                .map(owner -> ofOwner(owner, labels))
                .orElseGet(() -> new PeerWorkload("pod", pod.getMetadata().getName()));
    }

    private static PeerWorkload ofOwner(OwnerReference owner, Map<String, String> labels) {
        String name = owner.getName();
        if (owner.getKind().equals("ReplicaSet")) {
            return withoutHash(name, labels.get("rollouts-pod-template-hash"), "rollout")
                    .or(() -> withoutHash(name, labels.get("pod-template-hash"), "deployment"))
                    .orElse(new PeerWorkload("replicaset", name));
        }
        Matcher cron = CRON_JOB.matcher(name);
        if (owner.getKind().equals("Job") && cron.matches()) {
            return new PeerWorkload("cronjob", cron.group(1));
        }
        return new PeerWorkload(owner.getKind().toLowerCase(Locale.ROOT), name);
    }

    private static Optional<PeerWorkload> withoutHash(String name, @Nullable String hash, String kind) {
        return hash != null && name.endsWith("-" + hash)
                ? Optional.of(new PeerWorkload(kind, name.substring(0, name.length() - hash.length() - 1)))
                : Optional.empty();
    }
}
