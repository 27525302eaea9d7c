// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.survey;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spurline.internal.text.JsonTrees;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The control plane of Istio that has given a pod its proxy, as the injected pod tells it.
 *
 * @param name the revision, {@code default} if it has none
 * @param address where the proxy finds istiod; empty if the pod does not say it
 */
public record IstioRevision(String name, String address) {

    /** Of an installation without revisions. */
    public static final String DEFAULT = "default";

    private static final String STATUS = "sidecar.istio.io/status";
    private static final String LABEL = "istio.io/rev";

    /** A Service of the cluster: {@code istiod.istio-system.svc:15012}. */
    private static final Pattern SERVICE = Pattern.compile("[^.:]+\\.([^.:]+)\\.svc(?:[.:].*)?");

    /** Reads it from a pod with Istio's sidecar. */
    public static IstioRevision of(Pod pod) {
        return new IstioRevision(revision(pod), address(pod));
    }

    /** The injector writes the revision into its status; the label may be a tag that somebody chose it by. */
    private static String revision(Pod pod) {
        Map<String, String> annotations = ObjectLabels.annotations(pod);
        Map<String, String> labels = ObjectLabels.labels(pod);
        return Stream.of(
                        parse(annotations.getOrDefault(STATUS, ""))
                                .path("revision")
                                .asText(),
                        labels.getOrDefault(LABEL, ""))
                .filter(name -> !name.isEmpty())
                .findFirst()
                .orElse(DEFAULT);
    }

    private static String address(Pod pod) {
        return MeshSigns.proxyContainer(pod).stream()
                .flatMap(proxy -> Stream.of(
                        parse(variable(proxy.getEnv(), "PROXY_CONFIG"))
                                .path("discoveryAddress")
                                .asText(),
                        variable(proxy.getEnv(), "CA_ADDR")))
                .filter(found -> !found.isEmpty())
                .findFirst()
                .orElse("");
    }

    private static String variable(Iterable<EnvVar> variables, String name) {
        for (EnvVar variable : variables) {
            if (variable.getName().equals(name)) {
                return Objects.requireNonNullElse(variable.getValue(), "");
            }
        }
        return "";
    }

    private static JsonNode parse(String json) {
        try {
            return JsonTrees.parse(json.isBlank() ? "{}" : json);
        } catch (IllegalArgumentException e) {
            return JsonTrees.tree(Map.of());
        }
    }

    /** Returns whether istiod is not a Service of this cluster. */
    public boolean external() {
        return !address.isEmpty() && !SERVICE.matcher(address).matches();
    }

    /** Returns the namespace of istiod, as far as it is told. */
    public String namespace() {
        return Optional.of(SERVICE.matcher(address))
                .filter(Matcher::matches)
                .map(matcher -> matcher.group(1))
                .orElse(IstioDefaults.SYSTEM_NAMESPACE);
    }

    /** Returns the name of the ConfigMap with its MeshConfig (manifests/charts/istio-control of Istio: configmap.yaml). */
    public String configMap() {
        return name.equals(DEFAULT) ? "istio" : "istio-" + name;
    }

    /** Returns the name of istiod's Deployment. */
    public String deployment() {
        return name.equals(DEFAULT) ? "istiod" : "istiod-" + name;
    }
}
