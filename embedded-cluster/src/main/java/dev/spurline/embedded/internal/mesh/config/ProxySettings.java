// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.config;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spurline.cluster.ClusterSpec.Mesh;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a pod's annotations and the mesh's configuration say about what the pod's proxy counts and shows. Read when the pod
 * starts.
 *
 * @param address the pod's
 * @param labels the pod's
 * @param annotations the pod's
 * @param tags further labels of Istio's request counter
 * @param reporting whether Istio's proxy has that counter
 * @param skipped where the proxy is left out
 */
public record ProxySettings(
        String address,
        Map<String, String> labels,
        Map<String, String> annotations,
        MetricTags tags,
        MetricReporting reporting,
        SkippedPorts skipped) {

    /** Of a proxy that is no pod's. */
    public static final ProxySettings NONE =
            new ProxySettings("", Map.of(), Map.of(), MetricTags.NONE, MetricReporting.BOTH, SkippedPorts.NONE);

    /** By it the metrics of callers tell which requests had the key of a sandbox. */
    private static final String BAGGAGE_LABEL = "request_baggage";

    private static final int LINKERD_ADMIN = 4191;
    private static final String LINKERD_VERSION = "config.linkerd.io/proxy-version";
    private static final Pattern EDGE = Pattern.compile("edge-(\\d+)\\.(\\d+)\\..*");

    /** Copies the maps. */
    public ProxySettings {
        labels = Map.copyOf(labels);
        annotations = Map.copyOf(annotations);
    }

    /**
     * Reads what holds for a pod that has its address.
     *
     * @param inherited annotations that the pod gets from its namespace
     */
    public static ProxySettings of(Pod pod, Map<String, String> inherited, Mesh mesh, KubernetesClient client) {
        String address = Objects.requireNonNullElse(
                pod.getStatus() == null ? null : pod.getStatus().getPodIP(), "");
        Map<String, String> labels =
                Objects.requireNonNullElse(pod.getMetadata().getLabels(), Map.of());
        Map<String, String> annotations = new HashMap<>(inherited);
        annotations.putAll(Objects.requireNonNullElse(pod.getMetadata().getAnnotations(), Map.of()));
        SkippedPorts skipped = SkippedPorts.of(pod, annotations, mesh);
        if (mesh != Mesh.ISTIO) {
            return new ProxySettings(address, labels, annotations, MetricTags.NONE, MetricReporting.BOTH, skipped);
        }
        List<JsonNode> telemetries = TelemetryObjects.of(pod, client);
        return new ProxySettings(
                address,
                labels,
                annotations,
                MetricTags.of(telemetries).withCallers(BAGGAGE_LABEL, "baggage"),
                MetricReporting.of(defaultProviders(client), telemetries),
                skipped);
    }

    private static List<String> defaultProviders(KubernetesClient client) {
        ConfigMap mesh = client.configMaps()
                .inNamespace(IstioMeshConfig.SYSTEM_NAMESPACE)
                .withName(IstioMeshConfig.CONFIG_MAP)
                .get();
        return (mesh == null ? IstioMeshConfig.ISTIO : IstioMeshConfig.of(mesh)).metricsProviders();
    }

    /** Returns whether Istio's stats matcher lets a counter through because the pod asks for it. */
    public boolean shows(String counter) {
        return Stream.of(annotations
                        .getOrDefault("sidecar.istio.io/statsInclusionPrefixes", "")
                        .split(","))
                .filter(prefix -> !prefix.isEmpty())
                .anyMatch(counter::startsWith);
    }

    /** Returns whether the kubelet's probes go through Istio's proxy: it rewrites them, unless it is told not to. */
    public boolean probesPassIstio() {
        return "false".equals(annotations.get("sidecar.istio.io/rewriteAppHTTPProbers"));
    }

    /** Returns the port of the pages of Linkerd's proxy. */
    public int linkerdAdminPort() {
        return Integer.parseInt(
                annotations.getOrDefault("config.linkerd.io/admin-port", String.valueOf(LINKERD_ADMIN)));
    }

    /** Returns what Linkerd's injector writes on the pod. */
    public Map<String, String> linkerdAnnotations() {
        Map<String, String> written = new HashMap<>(annotations);
        written.keySet().removeIf(name -> !name.startsWith(InjectionPolicy.LINKERD_SETTINGS));
        written.put("linkerd.io/proxy-version", linkerdVersion());
        return written;
    }

    /** Returns the version of Linkerd's proxy. */
    private String linkerdVersion() {
        return annotations.getOrDefault(LINKERD_VERSION, "embedded");
    }

    /** Returns whether Linkerd's proxy counts by inbound route, as it does since v2.319.0 of September 2025. */
    public boolean countsInboundRoutes() {
        String version = linkerdVersion();
        Matcher edge = EDGE.matcher(version);
        if (edge.matches()) {
            return Integer.parseInt(edge.group(1)) * 100 + Integer.parseInt(edge.group(2)) >= 2509;
        }
        return !version.startsWith("stable-");
    }

    /**
     * Returns whether Linkerd's proxy forgets a series that has not grown since the page was read before: what takes ten
     * minutes with a real one.
     */
    public boolean forgetsIdleSeries() {
        return "forgotten".equals(annotations.get("embedded.spurline.dev/linkerd-idle-series"));
    }

    /** Returns whether Linkerd's proxy is told which requests are probes; until then it takes them for others. */
    public boolean tellsProbes() {
        return !"unknown".equals(annotations.get("embedded.spurline.dev/linkerd-probe-policy"));
    }
}
