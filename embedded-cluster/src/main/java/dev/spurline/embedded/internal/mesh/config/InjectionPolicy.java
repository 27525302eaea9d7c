// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.config;

import dev.spurline.cluster.ClusterSpec.Mesh;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Which pods a mesh gives a proxy, as its injection webhook decides it.
 *
 * @param mesh whose webhook
 * @param byDefault whether it was installed to inject where neither namespace nor pod says anything
 */
public record InjectionPolicy(Mesh mesh, boolean byDefault) {

    static final String LINKERD_SETTINGS = "config.linkerd.io/";

    private static final String ISTIO_NAMESPACE = "istio-injection";
    private static final String ISTIO_REVISION = "istio.io/rev";
    private static final String AMBIENT = "istio.io/dataplane-mode";
    private static final String ISTIO_POD = "sidecar.istio.io/inject";
    private static final String LINKERD = "linkerd.io/inject";
    private static final String LINKERD_WEBHOOKS = "config.linkerd.io/admission-webhooks";
    private static final Set<String> ISTIO_YES = Set.of("y", "yes", "true", "on");
    private static final Set<String> LINKERD_YES = Set.of("enabled", "ingress");
    private static final Set<String> ISTIO_IGNORED =
            Set.of("kube-system", "kube-public", "kube-node-lease", "local-path-storage");
    private static final Set<String> LINKERD_IGNORED = Set.of("kube-system", "cert-manager");

    /** Returns whether a pod gets a proxy. */
    public boolean injects(Pod pod, Namespace namespace) {
        if (Boolean.TRUE.equals(pod.getSpec().getHostNetwork())) {
            return false;
        }
        return switch (mesh) {
            case ISTIO -> istioSelects(pod, namespace) && istioWants(pod);
            case LINKERD -> linkerdSelects(namespace) && linkerdWants(pod, namespace);
            case ENVOY -> true;
            case NONE -> false;
        };
    }

    /**
     * Returns whether Istio's ambient mode takes a pod in that has no proxy: the pod's label goes before its namespace's.
     *
     * <p>Source: istio.io/latest/docs/ambient/usage/add-workloads.
     */
    public boolean isAmbient(Pod pod, Namespace namespace) {
        String around = labels(namespace).getOrDefault(AMBIENT, "");
        return mesh == Mesh.ISTIO
                && !Boolean.TRUE.equals(pod.getSpec().getHostNetwork())
                && labels(pod).getOrDefault(AMBIENT, around).equals("ambient")
                && !injects(pod, namespace);
    }

    /** Returns the settings that a pod gets from its namespace, unless it has them: AppendNamespaceAnnotations in pkg/inject. */
    public Map<String, String> inherited(Namespace namespace) {
        Map<String, String> settings = new HashMap<>(annotations(namespace));
        settings.keySet().removeIf(name -> mesh != Mesh.LINKERD || !name.startsWith(LINKERD_SETTINGS));
        return settings;
    }

    /** Returns what manifests say so that all pods of a namespace get a proxy. */
    public String howToAsk() {
        return mesh == Mesh.LINKERD
                ? "annotate their namespace with linkerd.io/inject: enabled"
                : "label their namespace with istio-injection: enabled";
    }

    /** The selectors of istiod's webhooks, in manifests/charts/istio-control/istio-discovery/templates/mutatingwebhook.yaml. */
    private boolean istioSelects(Pod pod, Namespace namespace) {
        Map<String, String> around = labels(namespace);
        Map<String, String> own = labels(pod);
        if (ISTIO_IGNORED.contains(namespace.getMetadata().getName()) || "false".equals(own.get(ISTIO_POD))) {
            return false;
        }
        if (around.containsKey(ISTIO_NAMESPACE)) {
            return "enabled".equals(around.get(ISTIO_NAMESPACE));
        }
        return around.containsKey(ISTIO_REVISION)
                || own.containsKey(ISTIO_REVISION)
                || "true".equals(own.get(ISTIO_POD))
                || (byDefault && !own.containsKey(ISTIO_POD));
    }

    /** What the webhook looks at in the pod, in {@code injectRequired} of Istio's pkg/kube/inject/inject.go. */
    private static boolean istioWants(Pod pod) {
        String said = labels(pod).getOrDefault(ISTIO_POD, annotations(pod).getOrDefault(ISTIO_POD, ""));
        return said.isEmpty() || ISTIO_YES.contains(said.toLowerCase(Locale.ROOT));
    }

    /** The selector of Linkerd's webhook, in charts/linkerd-control-plane/values.yaml. */
    private static boolean linkerdSelects(Namespace namespace) {
        return !LINKERD_IGNORED.contains(namespace.getMetadata().getName())
                && !"disabled".equals(labels(namespace).get(LINKERD_WEBHOOKS));
    }

    /** The table in {@code disableByAnnotation} of Linkerd's pkg/inject/report.go: a pod goes before its namespace. */
    private boolean linkerdWants(Pod pod, Namespace namespace) {
        String around = annotations(namespace).getOrDefault(LINKERD, "");
        String own = annotations(pod).getOrDefault(LINKERD, "");
        String said = own.isEmpty() ? around : own;
        return isValid(around) && (LINKERD_YES.contains(said) || (byDefault && said.isEmpty()));
    }

    /** With a word that Linkerd does not know on the namespace, it injects none of its pods. */
    private static boolean isValid(String word) {
        return word.isEmpty() || word.equals("disabled") || LINKERD_YES.contains(word);
    }

    private static Map<String, String> labels(HasMetadata object) {
        return Objects.requireNonNullElse(object.getMetadata().getLabels(), Map.of());
    }

    private static Map<String, String> annotations(HasMetadata object) {
        return Objects.requireNonNullElse(object.getMetadata().getAnnotations(), Map.of());
    }
}
