// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.spurline.internal.survey.CustomKind;
import dev.spurline.internal.survey.ObjectAge;
import dev.spurline.internal.survey.Survey;
import dev.spurline.internal.text.JsonTrees;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Service;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which routes Istio's Sidecars keep from callers: {@code egress} says of which namespaces and hosts their proxies are told
 * (pilot/pkg/model/sidecar.go and push_context.go: initSidecarScopes).
 */
public final class EgressSidecars {

    private static final JsonNode ALL = JsonNodeFactory.instance.arrayNode().add("*/*");

    private final Survey survey;
    private final List<GenericKubernetesResource> sidecars;

    /** Reads them from a survey. */
    public EgressSidecars(Survey survey) {
        this.survey = survey;
        this.sidecars = survey.all(CustomKind.SIDECAR).stream()
                .filter(ObjectRevision.of(survey)::isRead)
                .sorted(ObjectAge.ISTIO)
                .toList();
    }

    /**
     * Returns the Sidecar that keeps the routes of a Service from a caller, if one does. A route of ours is in the Service's
     * namespace and names it.
     *
     * @param namespace the caller's namespace
     * @param labels the labels of its pods; empty: those of whatever pod, so that Sidecars for some do not count
     */
    public Optional<GenericKubernetesResource> hiding(String namespace, Map<String, String> labels, Service service) {
        return hiding(namespace, labels, service, service.getMetadata().getNamespace());
    }

    /**
     * Returns the Sidecar that keeps an object's rules for a Service from a caller, if one does.
     *
     * @param caller the caller's namespace
     * @param labels the labels of its pods; empty: those of whatever pod, so that Sidecars for some do not count
     * @param namespace the namespace of the object
     */
    Optional<GenericKubernetesResource> hiding(
            String caller, Map<String, String> labels, Service service, String namespace) {
        String host = new ServiceHosts(service).full(survey);
        return of(caller, labels)
                .filter(sidecar -> new ServicePorts(survey.mesh())
                        .of(service).stream()
                                .filter(ServicePorts.Port::http)
                                .noneMatch(port -> shows(sidecar, port.number(), caller, namespace, host)));
    }

    /**
     * Returns the Sidecar that keeps an object's rules for a host from a caller, if one does.
     *
     * @param caller the caller's namespace
     * @param labels the labels of its pods
     * @param port the port of the listener
     * @param namespace the namespace of the object
     * @param host the full name that it is for
     */
    public Optional<GenericKubernetesResource> hiding(
            String caller, Map<String, String> labels, int port, String namespace, String host) {
        return of(caller, labels).filter(sidecar -> !shows(sidecar, port, caller, namespace, host));
    }

    /** One that selects the pods, else the namespace's, else that of the root namespace. */
    private Optional<GenericKubernetesResource> of(String namespace, Map<String, String> labels) {
        Stream<GenericKubernetesResource> selected =
                in(namespace).filter(sidecar -> selector(sidecar).isObject() && selects(sidecar, labels));
        Stream<GenericKubernetesResource> whole =
                in(namespace).filter(sidecar -> selector(sidecar).isMissingNode());
        Stream<GenericKubernetesResource> root = sidecars.stream()
                .filter(MeshDefaults.of(survey)::isInRoot)
                .filter(sidecar -> selector(sidecar).isMissingNode());
        return Stream.of(selected, whole, root).flatMap(found -> found).findFirst();
    }

    private Stream<GenericKubernetesResource> in(String namespace) {
        return sidecars.stream()
                .filter(sidecar -> sidecar.getMetadata().getNamespace().equals(namespace));
    }

    private static JsonNode selector(GenericKubernetesResource sidecar) {
        return JsonTrees.tree(sidecar).at("/spec/workloadSelector");
    }

    private static boolean selects(GenericKubernetesResource sidecar, Map<String, String> labels) {
        return selector(sidecar).path("labels").properties().stream()
                .allMatch(label -> label.getValue().asText().equals(labels.get(label.getKey())));
    }

    private static boolean shows(
            GenericKubernetesResource sidecar, int port, String caller, String namespace, String host) {
        JsonNode hosts = hosts(sidecar, port);
        return entries(hosts, caller, namespace, "").anyMatch(pattern -> covers(pattern, host))
                && entries(hosts, caller, namespace, "~").noneMatch(pattern -> covers(pattern, host));
    }

    /** The first listener that is for a port, or for all (GetEgressListenerForRDS in sidecar.go). */
    private static JsonNode hosts(GenericKubernetesResource sidecar, int port) {
        JsonNode listeners = JsonTrees.tree(sidecar).at("/spec/egress");
        if (listeners.isEmpty()) {
            return ALL;
        }
        for (JsonNode listener : listeners) {
            if (listener.at("/port/number").asInt(port) == port) {
                return listener.path("hosts");
            }
        }
        return JsonNodeFactory.instance.arrayNode();
    }

    /** Returns the hosts that are imported of a namespace, or with {@code ~} before them excluded. */
    private static Stream<String> entries(JsonNode hosts, String caller, String namespace, String prefix) {
        List<String> entries = new ArrayList<>();
        hosts.forEach(host -> entries.add(host.asText()));
        return entries.stream()
                .filter(entry -> entry.startsWith("~") != prefix.isEmpty())
                .map(entry -> entry.substring(prefix.length()).split("/", 2))
                .filter(parts -> parts.length == 2)
                .filter(parts -> isOf(parts[0], caller, namespace, prefix))
                .map(parts -> parts[1]);
    }

    private static boolean isOf(String place, String caller, String namespace, String prefix) {
        return place.equals("*")
                || (place.isEmpty() && !prefix.isEmpty())
                || namespace.equals(place.equals(".") ? caller : place);
    }

    private static boolean covers(String pattern, String host) {
        return pattern.startsWith("*") ? host.endsWith(pattern.substring(1)) : host.equals(pattern);
    }
}
