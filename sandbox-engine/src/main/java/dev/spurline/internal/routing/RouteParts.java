/*
 * Copyright 2026 the Spurline authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package dev.spurline.internal.routing;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.internal.survey.CustomKind;
import dev.spurline.internal.text.Json;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Makes route objects of rules, as many as the limits ask for; each ends with the same tail. */
final class RouteParts {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final CustomKind kind;
    private final RouteRequest request;
    private final PortForm form;
    private final boolean probe;

    /**
     * Prepares objects of one kind on one port.
     *
     * @param probe whether the first rule is the probe's
     */
    RouteParts(CustomKind kind, RouteRequest request, PortForm form, boolean probe) {
        this.kind = kind;
        this.request = request;
        this.form = form;
        this.probe = probe;
    }

    List<RouteObject> of(List<ObjectNode> rules, List<ObjectNode> tail) {
        List<List<ObjectNode>> parts = split(rules, tail.size());
        return IntStream.range(0, parts.size())
                .mapToObj(i -> object(parts.get(i), tail, parts.size() == 1 ? -1 : i))
                .toList();
    }

    private static List<List<ObjectNode>> split(List<ObjectNode> rules, int reserved) {
        List<List<ObjectNode>> parts = new ArrayList<>();
        int matches = Limits.MATCHES_PER_ROUTE;
        for (ObjectNode rule : rules) {
            matches += rule.path("matches").size();
            boolean full = parts.isEmpty()
                    || parts.get(parts.size() - 1).size() + reserved >= Limits.RULES_PER_ROUTE
                    || matches + reserved > Limits.MATCHES_PER_ROUTE;
            if (full) {
                parts.add(new ArrayList<>());
                matches = rule.path("matches").size();
            }
            parts.get(parts.size() - 1).add(rule);
        }
        return parts;
    }

    private RouteObject object(List<ObjectNode> keyed, List<ObjectNode> tail, int part) {
        String name = name(part);
        ObjectNode spec = JSON.objectNode();
        spec.set("parentRefs", parentRefs());
        ArrayNode rules = spec.putArray("rules");
        rules.addAll(keyed);
        tail.forEach(rule -> rules.add(rule.deepCopy()));
        boolean answersProbes = probe && part <= 0;
        return new RouteObject(
                kind,
                resource(name, spec),
                request.name(),
                form.port().stream().boxed().toList(),
                envoyNames(name, answersProbes ? 1 : 0, keyed.size()),
                answersProbes,
                sentence(name, !tail.isEmpty()));
    }

    private String name(int part) {
        String base = form.port().isPresent() && request.ports().size() > 1
                ? request.name() + "-" + form.port().getAsInt()
                : request.name();
        return SpurName.of(base, request.key(), part < 0 ? "" : "-%02d".formatted(part));
    }

    private ArrayNode parentRefs() {
        ArrayNode refs = JSON.arrayNode();
        ObjectNode ref =
                refs.addObject().put("group", "").put("kind", "Service").put("name", request.name());
        form.port().ifPresent(port -> ref.put("port", port));
        return refs;
    }

    private GenericKubernetesResource resource(String name, ObjectNode spec) {
        GenericKubernetesResource resource = new GenericKubernetesResource();
        resource.setApiVersion(kind.group() + "/" + request.version());
        resource.setKind(kind.kind());
        resource.setMetadata(new ObjectMetaBuilder()
                .withName(name)
                .withNamespace(request.namespace())
                .withAnnotations(new LinkerdAnnotations(request, form).all())
                .build());
        resource.setAdditionalProperty("spec", Json.map(spec));
        return resource;
    }

    /** Istio names a route after namespace, object and place of the rule; each match of the rule has that name. */
    private List<String> envoyNames(String name, int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> "%s.%s.%d".formatted(request.namespace(), name, i))
                .toList();
    }

    private String sentence(String name, boolean catchAll) {
        String rest = catchAll
                ? "all other requests go to the baseline as before"
                : "it takes no other request, because other people's routes decide on those";
        String which = form.port().isPresent() ? " on port " + form.port().getAsInt() : "";
        String how = form.attached().isEmpty() ? "" : ", by the rules of %s with the key added".formatted(titles());
        return "%s %s sends requests with the key to Service %s%s to the fork%s; %s"
                .formatted(kind.kind(), name, request.name(), which, how, rest);
    }

    private String titles() {
        return String.join(
                ", ",
                form.attached().stream().map(AttachedRoute::title).distinct().toList());
    }
}
