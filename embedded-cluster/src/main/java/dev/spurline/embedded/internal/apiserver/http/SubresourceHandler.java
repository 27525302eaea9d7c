// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.embedded.internal.apiserver.registry.ObjectPatch;
import dev.spurline.embedded.internal.apiserver.registry.ObjectRegistry;
import dev.spurline.embedded.internal.apiserver.registry.RequestTarget;
import dev.spurline.embedded.internal.apiserver.registry.WriteOptions;
import dev.spurline.embedded.internal.apiserver.schema.rules.ObjectRejection;
import dev.spurline.embedded.internal.apiserver.status.StatusException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The subresources that compute something: scale, binding and eviction. */
final class SubresourceHandler {

    private final ObjectRegistry registry;

    SubresourceHandler(ObjectRegistry registry) {
        this.registry = registry;
    }

    /** Answers a request for one of them; empty if the subresource is written like the object. */
    Optional<ServerResponse> reply(ServerRequest request, RequestTarget target) {
        return switch (target.subresource()) {
            case "scale" -> Optional.of(scale(request, target));
            case "binding" -> Optional.of(bind(request, target));
            case "eviction" -> Optional.of(evict(request, target));
            default -> Optional.empty();
        };
    }

    private ServerResponse scale(ServerRequest request, RequestTarget target) {
        RequestTarget whole = target.sub("");
        return switch (request.method()) {
            case "GET" -> ServerResponse.json(200, scaleOf(registry.get(whole).json()));
            case "PUT" -> rescale(target, (old, schema) -> request.object(target), request.writeOptions());
            case "PATCH" -> rescale(target, PatchReader.of(request, whole), request.writeOptions());
            default -> throw ResourceHandler.methodNotAllowed();
        };
    }

    private ServerResponse rescale(RequestTarget target, ObjectPatch change, WriteOptions options) {
        ObjectPatch applied = (live, schema) -> {
            ObjectNode old = live.deepCopy();
            ObjectNode scale = change.apply(scaleOf(old), schema);
            String version = scale.path("metadata").path("resourceVersion").asText("");
            old.withObject("metadata").put("resourceVersion", version);
            old.withObject("spec")
                    .put("replicas", scale.path("spec").path("replicas").asInt(0));
            return old;
        };
        return ServerResponse.json(
                200, scaleOf(registry.patch(target, applied, options).object()));
    }

    private static ObjectNode scaleOf(ObjectNode object) {
        ObjectNode scale =
                JsonNodeFactory.instance.objectNode().put("kind", "Scale").put("apiVersion", "autoscaling/v1");
        ObjectNode metadata = scale.putObject("metadata");
        for (String field : List.of("name", "namespace", "uid", "resourceVersion", "creationTimestamp")) {
            metadata.set(field, object.path("metadata").path(field));
        }
        int wanted = object.path("spec").path("replicas").asInt(0);
        ObjectNode spec = scale.putObject("spec");
        if (wanted != 0) {
            spec.put("replicas", wanted);
        }
        ObjectNode status = scale.putObject("status")
                .put("replicas", object.path("status").path("replicas").asInt(0));
        String selector = selector(object.path("spec").path("selector").path("matchLabels"));
        if (!selector.isEmpty()) {
            status.put("selector", selector);
        }
        return scale;
    }

    private static String selector(JsonNode labels) {
        List<String> terms = new ArrayList<>();
        labels.properties()
                .forEach(label ->
                        terms.add(label.getKey() + "=" + label.getValue().asText()));
        terms.sort(String::compareTo);
        return String.join(",", terms);
    }

    private ServerResponse bind(ServerRequest request, RequestTarget target) {
        requirePost(request);
        String node = request.json().path("target").path("name").asText("");
        registry.patch(target, (pod, schema) -> bound(pod.deepCopy(), target, node), request.writeOptions());
        return ServerResponse.json(201, StatusException.success().put("code", 201));
    }

    private static ObjectNode bound(ObjectNode pod, RequestTarget target, String node) {
        String already = pod.path("spec").path("nodeName").asText("");
        if (!already.isEmpty()) {
            throw target.kind()
                    .conflict(
                            target.name(),
                            "pod %s is already assigned to node \"%s\"".formatted(target.name(), already));
        }
        pod.withObject("spec").put("nodeName", node);
        ObjectNode scheduled = pod.objectNode().put("type", "PodScheduled").put("status", "True");
        scheduled.putNull("lastProbeTime");
        scheduled.put(
                "lastTransitionTime",
                java.time.Instant.now()
                        .truncatedTo(java.time.temporal.ChronoUnit.SECONDS)
                        .toString());
        var conditions = pod.withObject("status").withArray("conditions");
        for (int i = conditions.size() - 1; i >= 0; i--) {
            if (conditions.path(i).path("type").asText().equals("PodScheduled")) {
                conditions.remove(i);
            }
        }
        conditions.add(scheduled);
        return pod;
    }

    private ServerResponse evict(ServerRequest request, RequestTarget target) {
        requirePost(request);
        if (!request.json().path("metadata").path("name").asText().equals(target.name())) {
            throw ObjectRejection.badRequest("name in URL does not match name in Eviction object");
        }
        new PodEvictions(registry)
                .evict(
                        target.sub(""),
                        request.json(),
                        request.parameter("dryRun").isPresent(),
                        request.user());
        return ServerResponse.json(201, StatusException.success().put("code", 201));
    }

    private static void requirePost(ServerRequest request) {
        if (!request.method().equals("POST")) {
            throw ResourceHandler.methodNotAllowed();
        }
    }
}
