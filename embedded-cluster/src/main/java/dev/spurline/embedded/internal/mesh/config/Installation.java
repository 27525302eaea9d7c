// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.spurline.cluster.internal.failure.FailureText;
import dev.spurline.cluster.internal.yaml.KubernetesYaml;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Istio's MeshConfig, from the ConfigMap {@code istio} of the installation, or from that of its only revision,
 * {@code istio-<revision>}, and the cluster's domain, from that of its injector. One that cannot be read leaves the last in force, as with istiod.
 */
final class Installation implements AutoCloseable {

    private static final String REVISION = "istio.io/rev";
    private static final String INJECTOR = "istio-sidecar-injector";
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Logger LOG = LoggerFactory.getLogger(Installation.class);

    private final ObjectView<ConfigMap> configMaps;
    private String read = "";
    private IstioMeshConfig defaults = IstioMeshConfig.ISTIO;
    private String domain = DomainNames.INSIDE;
    private Optional<ConfigMap> injector = Optional.empty();

    Installation(KubernetesClient client, Runnable changed) {
        configMaps = new ObjectView<>(client.configMaps().inNamespace(IstioMeshConfig.SYSTEM_NAMESPACE), changed);
    }

    CompletableFuture<Void> start() {
        return configMaps.start();
    }

    IstioMeshConfig defaults() {
        Optional<ConfigMap> found = configMap();
        String state = found.map(map ->
                        map.getMetadata().getUid() + "/" + map.getMetadata().getResourceVersion())
                .orElse("");
        if (!state.equals(read)) {
            read = state;
            defaults = found.map(this::read).orElse(IstioMeshConfig.ISTIO);
        }
        return defaults.in(domain());
    }

    /** Returns whether the control plane reads an object: one with the label is for a revision alone (LabelsInRevision in {@code pkg/config/model.go}). */
    boolean reads(HasMetadata object) {
        String revision = Objects.requireNonNullElse(object.getMetadata().getLabels(), Map.<String, String>of())
                .get(REVISION);
        return revision == null || revision.equals(revision());
    }

    private String revision() {
        return configMap()
                .map(map -> map.getMetadata().getName())
                .filter(name -> name.startsWith(IstioMeshConfig.CONFIG_MAP + "-"))
                .map(name -> name.substring(IstioMeshConfig.CONFIG_MAP.length() + 1))
                .orElse("default");
    }

    /** What the injector tells sidecars: {@code global.proxy.clusterDomain} of the installation's values. */
    private String domain() {
        Optional<ConfigMap> found = configMaps.objects().stream()
                .filter(map -> map.getMetadata().getName().equals(INJECTOR))
                .findFirst();
        if (!found.equals(injector)) {
            injector = found;
            domain = found.map(ConfigMap::getData)
                    .map(data -> data.getOrDefault("values", ""))
                    .filter(values -> !values.isBlank())
                    .map(values -> JSON.<JsonNode>valueToTree(
                                    KubernetesYaml.document(values).value())
                            .at("/global/proxy/clusterDomain")
                            .asText(DomainNames.INSIDE))
                    .orElse(DomainNames.INSIDE);
        }
        return domain;
    }

    private Optional<ConfigMap> configMap() {
        List<ConfigMap> installed = configMaps.objects().stream()
                .filter(map -> map.getMetadata().getName().startsWith(IstioMeshConfig.CONFIG_MAP))
                .filter(map -> Objects.requireNonNullElse(map.getData(), Map.<String, String>of())
                        .containsKey("mesh"))
                .toList();
        return installed.stream()
                .filter(map -> map.getMetadata().getName().equals(IstioMeshConfig.CONFIG_MAP))
                .findFirst()
                .or(() -> installed.size() == 1 ? Optional.of(installed.get(0)) : Optional.empty());
    }

    private IstioMeshConfig read(ConfigMap installation) {
        try {
            return IstioMeshConfig.of(installation);
        } catch (RuntimeException unreadable) {
            LOG.warn(
                    "ConfigMap [{}/{}] has a mesh configuration that cannot be read, so the last one stays in force: {}",
                    IstioMeshConfig.SYSTEM_NAMESPACE,
                    installation.getMetadata().getName(),
                    FailureText.of(unreadable));
            return defaults;
        }
    }

    @Override
    public void close() {
        configMaps.close();
    }
}
