// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.internal.survey.CustomKind;
import dev.spurline.internal.survey.SpurlineLabels;
import dev.spurline.internal.survey.Survey;
import dev.spurline.internal.text.JsonTrees;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Service;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Makes the VirtualServices by which a Service is routed: that of one sandbox, and the one that all share. */
final class VirtualServiceObjects {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Service service;
    private final SandboxRouting sandbox;

    VirtualServiceObjects(Service service, SandboxRouting sandbox) {
        this.service = service;
        this.sandbox = sandbox;
    }

    private String name() {
        return service.getMetadata().getName();
    }

    private String namespace() {
        return service.getMetadata().getNamespace();
    }

    /**
     * Returns the object with the sandbox's rules, to which the shared one leads; private, as both are in one namespace.
     *
     * @param sources what the rules derive from
     */
    GenericKubernetesResource delegate(List<ObjectNode> rules, List<GenericKubernetesResource> sources) {
        ObjectNode spec = JSON.objectNode();
        spec.putArray("exportTo").add(".");
        spec.putArray("http").addAll(rules);
        return object(
                sandbox,
                sandbox.names().delegate(name()),
                namespace(),
                ObjectRevision.labels(sandbox.labels(), sources),
                Map.of(),
                spec);
    }

    /**
     * Returns the object that decides about all requests to the Service, as it is with this sandbox alone.
     *
     * @param hosts the names of the Service
     * @param exportTo the namespaces whose callers follow it
     * @param tail what is said of requests without a key
     * @param sources what the tail derives from: one object, or none
     */
    GenericKubernetesResource root(
            List<String> hosts, List<String> exportTo, List<ObjectNode> tail, List<GenericKubernetesResource> sources) {
        ObjectNode spec = JSON.objectNode();
        spec.set("hosts", texts(hosts));
        spec.set("exportTo", texts(exportTo));
        ArrayNode http = spec.putArray("http");
        // Without a namespace it is that of the root (istio.io/latest/docs/reference/config/networking/virtual-service,
        // Delegate), which holds hundreds of these.
        http.addObject().putObject("delegate").put("name", sandbox.names().delegate(name()));
        http.addAll(tail);
        return shared(namespace(), sources, spec);
    }

    /**
     * Returns the object in the slot of a VirtualService of others, with the rules of all sandboxes, as it is with this one
     * alone.
     *
     * @param namespace where the slot looks for it
     * @param user the VirtualService with the slot
     */
    GenericKubernetesResource slot(String namespace, List<ObjectNode> rules, GenericKubernetesResource user) {
        ObjectNode spec = JSON.objectNode();
        spec.set("exportTo", texts(List.of(user.getMetadata().getNamespace())));
        spec.putArray("http").addAll(rules);
        return shared(namespace, List.of(user), spec);
    }

    /**
     * Returns the object of one sandbox that decides about its requests at gateways, and says nothing of others.
     *
     * @param gateways the Gateways, as {@code namespace/name}
     * @param pods the namespaces of their pods
     */
    static GenericKubernetesResource atGateways(
            SandboxRouting sandbox,
            String name,
            String namespace,
            Map<String, String> labels,
            Collection<String> hosts,
            Collection<String> gateways,
            Collection<String> pods,
            List<ObjectNode> rules) {
        ObjectNode spec = JSON.objectNode();
        spec.set("hosts", texts(hosts));
        spec.set("gateways", texts(gateways));
        spec.set("exportTo", texts(pods));
        spec.putArray("http").addAll(rules);
        return object(sandbox, name, namespace, labels, Map.of(), spec);
    }

    private static ArrayNode texts(Collection<String> texts) {
        ArrayNode array = JSON.arrayNode();
        texts.forEach(array::add);
        return array;
    }

    private GenericKubernetesResource shared(
            String namespace, List<GenericKubernetesResource> sources, ObjectNode spec) {
        return object(
                sandbox,
                sandbox.names().shared(name()),
                namespace,
                ObjectRevision.labels(SpurlineLabels.shared(name()), sources),
                annotations(sources),
                spec);
    }

    /** What {@link SharedRoute#SOURCE} says of it. */
    private static String source(GenericKubernetesResource user) {
        ObjectMeta metadata = user.getMetadata();
        return "%s %s %d %s"
                .formatted(
                        metadata.getCreationTimestamp(),
                        metadata.getUid(),
                        Objects.requireNonNullElse(metadata.getGeneration(), 0L),
                        metadata.getNamespace());
    }

    private Map<String, String> annotations(List<GenericKubernetesResource> sources) {
        Map<String, String> annotations = new TreeMap<>();
        sources.forEach(source -> annotations.put(SharedRoute.SOURCE, source(source)));
        Survey survey = sandbox.survey();
        if (survey.unreadElsewhere(CustomKind.VIRTUAL_SERVICE)) {
            annotations.put(SharedRoute.KNOWN, String.join(" ", survey.read()));
        }
        return annotations;
    }

    private static GenericKubernetesResource object(
            SandboxRouting sandbox,
            String name,
            String namespace,
            Map<String, String> labels,
            Map<String, String> annotations,
            ObjectNode spec) {
        GenericKubernetesResource object = new GenericKubernetesResource();
        object.setApiVersion(CustomKind.VIRTUAL_SERVICE.group() + "/"
                + sandbox.survey().served(CustomKind.VIRTUAL_SERVICE).orElseThrow());
        object.setKind(CustomKind.VIRTUAL_SERVICE.kind());
        object.setMetadata(new ObjectMetaBuilder()
                .withName(name)
                .withNamespace(namespace)
                .withLabels(labels)
                .withAnnotations(annotations)
                .build());
        object.setAdditionalProperty("spec", JsonTrees.map(spec));
        return object;
    }
}
