// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.node.volume;

import dev.spurline.embedded.internal.node.environment.ApiReferences;
import dev.spurline.embedded.internal.node.environment.ContainerConfigException;
import dev.spurline.embedded.internal.node.environment.ContainerResources;
import dev.spurline.embedded.internal.node.environment.DownwardField;
import dev.spurline.embedded.internal.node.environment.ReferencedObjects;
import dev.spurline.embedded.internal.node.machine.NodeContext;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ObjectFieldSelector;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.ResourceFieldSelector;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.ServiceAccountTokenProjection;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Fills the volumes of one pod from the API server and from the pod itself.
 *
 * <p>Source: {@code pkg/volume/projected/projected.go} (collectData).
 */
final class PodVolumeSources implements VolumeSources {

    /** The kubelet asks for a new token when a fifth of the old one's life is left. */
    private static final double TOKEN_AGE = 0.8;

    private static final long TOKEN_SECONDS = 3600;

    private final NodeContext node;
    private final Supplier<Pod> pod;
    private final Map<String, ProjectedToken> tokens = new HashMap<>();

    private record ProjectedToken(String text, Instant renewal) {}

    PodVolumeSources(NodeContext node, Supplier<Pod> pod) {
        this.node = node;
        this.pod = pod;
    }

    PayloadReader reader() {
        return new PayloadReader(this);
    }

    /** Returns when the first of the tokens handed out has to be renewed. */
    synchronized Optional<Instant> renewal() {
        return tokens.values().stream().map(ProjectedToken::renewal).min(Instant::compareTo);
    }

    @Override
    public Optional<ConfigMap> configMap(String name) {
        return references().configMap(name);
    }

    @Override
    public Optional<Secret> secret(String name) {
        return references().secret(name);
    }

    /** Returns the uid of a claim: what another one of the same name has kept is not its own. */
    String claim(String name) throws VolumeException {
        String namespace = pod.get().getMetadata().getNamespace();
        PersistentVolumeClaim claim = node.client()
                .persistentVolumeClaims()
                .inNamespace(namespace)
                .withName(name)
                .get();
        if (claim == null) {
            throw new VolumeException(
                    "error processing PVC %s/%s: failed to fetch PVC from API server: persistentvolumeclaims \"%s\" not found"
                            .formatted(namespace, name, name));
        }
        return claim.getMetadata().getUid();
    }

    /** Returns the uid of the claim that was made for a volume of the pod (pkg/controller/volume/ephemeral: VolumeIsForPod). */
    String ephemeralClaim(String volume) throws VolumeException {
        return claim(pod.get().getMetadata().getName() + "-" + volume);
    }

    private ReferencedObjects references() {
        return new ApiReferences(node.client(), pod.get().getMetadata().getNamespace());
    }

    @Override
    public String field(ObjectFieldSelector selector) throws VolumeException {
        return new DownwardField(pod.get(), "", NodeContext.HOST_IP)
                .value(selector.getFieldPath())
                .orElseThrow(() -> new VolumeException("unsupported fieldPath: " + selector.getFieldPath()));
    }

    @Override
    public String resource(ResourceFieldSelector selector) throws VolumeException {
        Container container = Stream.concat(
                        pod.get().getSpec().getInitContainers().stream(), pod.get().getSpec().getContainers().stream())
                .filter(each -> each.getName().equals(selector.getContainerName()))
                .findFirst()
                .orElseThrow(
                        () -> new VolumeException("container %s not found".formatted(selector.getContainerName())));
        try {
            return new ContainerResources(container, node.settings().capacity())
                    .value(selector.getResource(), selector.getDivisor());
        } catch (ContainerConfigException e) {
            throw new VolumeException(e.text());
        }
    }

    @Override
    public synchronized String token(ServiceAccountTokenProjection projection) throws VolumeException {
        String key = projection.getAudience() + " " + projection.getPath();
        ProjectedToken present = tokens.get(key);
        if (present == null || !Instant.now().isBefore(present.renewal())) {
            present = request(projection);
            tokens.put(key, present);
        }
        return present.text();
    }

    private ProjectedToken request(ServiceAccountTokenProjection projection) throws VolumeException {
        Pod owner = pod.get();
        long seconds = Objects.requireNonNullElse(projection.getExpirationSeconds(), TOKEN_SECONDS);
        var spec = new TokenRequestBuilder()
                .withNewSpec()
                .withExpirationSeconds(seconds)
                .withNewBoundObjectRef()
                .withApiVersion("v1")
                .withKind("Pod")
                .withName(owner.getMetadata().getName())
                .withUid(owner.getMetadata().getUid())
                .endBoundObjectRef();
        if (projection.getAudience() != null && !projection.getAudience().isEmpty()) {
            spec.addToAudiences(projection.getAudience());
        }
        try {
            String token = node.client()
                    .serviceAccounts()
                    .inNamespace(owner.getMetadata().getNamespace())
                    .withName(Objects.requireNonNullElse(owner.getSpec().getServiceAccountName(), "default"))
                    .tokenRequest(spec.endSpec().build())
                    .getStatus()
                    .getToken();
            long life = (long) (Duration.ofSeconds(seconds).toMillis() * TOKEN_AGE);
            return new ProjectedToken(token, Instant.now().plusMillis(life));
        } catch (KubernetesClientException e) {
            throw new VolumeException("failed to fetch token: "
                    + (e.getStatus() == null ? e.getMessage() : e.getStatus().getMessage()));
        }
    }
}
