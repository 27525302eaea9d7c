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

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.RoutingKey;
import dev.spurline.internal.survey.CustomKind;
import dev.spurline.internal.survey.Mesh;
import dev.spurline.internal.text.Json;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * For random routes and random requests: without the key nothing changes, with the key the same rule decides, with the
 * fork in the baseline's place.
 */
class RoutePrecedenceTests {

    private static final RoutingKey KEY = new RoutingKey("k7f3q5tbma");
    private static final Map<String, String> FORKS = Map.of("shop/pricing", "pricing-k7f3q5tbma");
    private static final List<String> PATHS = List.of("/", "/a", "/a/b", "/a/b/c", "/b");

    @Property(tries = 400)
    void decidesAsIstioWouldWithoutUs(@ForAll long seed) {
        check(Mesh.ISTIO, new Random(seed));
    }

    @Property(tries = 400)
    void decidesAsLinkerdWouldWithoutUs(@ForAll long seed) {
        check(Mesh.LINKERD, new Random(seed));
    }

    private static void check(Mesh mesh, Random random) {
        List<GenericKubernetesResource> foreign = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            foreign.add(route(random, "r" + i));
        }
        List<GenericKubernetesResource> all = new ArrayList<>(foreign);
        all.addAll(ours(mesh, foreign));
        for (int i = 0; i < 20; i++) {
            compare(
                    new ReferenceMesh(mesh, foreign),
                    new ReferenceMesh(mesh, all),
                    foreign.isEmpty(),
                    request(random),
                    random);
        }
    }

    private static void compare(
            ReferenceMesh before, ReferenceMesh after, boolean none, ReferenceMesh.Request request, Random random) {
        Optional<JsonNode> was = none ? Optional.of(lonely("pricing")) : before.decide(request);
        Optional<JsonNode> is = after.decide(request);
        assertThat(is.map(RoutePrecedenceTests::answer))
                .as("without key: " + request)
                .isEqualTo(was.map(RoutePrecedenceTests::answer));

        ReferenceMesh.Request keyed = keyed(request, random);
        Optional<JsonNode> forked = none ? Optional.of(lonely("pricing")) : before.decide(keyed);
        assertThat(after.decide(keyed).map(RoutePrecedenceTests::answer))
                .as("with key: " + keyed)
                .isEqualTo(forked.map(rule -> answer(substituted(rule))));
    }

    private static JsonNode lonely(String service) {
        ObjectNode rule = JsonNodeFactory.instance.objectNode();
        rule.set("backendRefs", HttpRoutePerSandbox.backend(service, 80));
        return rule;
    }

    /** What a caller sees of a rule: where it leads and what is done on the way. */
    private static List<String> answer(JsonNode rule) {
        List<String> answer = new ArrayList<>();
        rule.path("backendRefs")
                .forEach(backend -> answer.add(backend.path("name").asText() + " "
                        + backend.path("weight").asInt(1)));
        answer.add(rule.path("filters").toString());
        answer.add(rule.path("timeouts").toString());
        return answer;
    }

    private static JsonNode substituted(JsonNode rule) {
        ObjectNode copy = rule.deepCopy();
        ArrayNode forks = JsonNodeFactory.instance.arrayNode();
        for (JsonNode backend : copy.path("backendRefs")) {
            if (backend.path("name").asText().equals("pricing")
                    && backend.path("weight").asInt(1) > 0) {
                forks.add(((ObjectNode) backend.deepCopy()).put("name", FORKS.get("shop/pricing")));
            }
        }
        if (!forks.isEmpty()) {
            copy.set("backendRefs", forks);
        }
        return copy;
    }

    private static List<GenericKubernetesResource> ours(Mesh mesh, List<GenericKubernetesResource> foreign) {
        Service service = new ServiceBuilder()
                .withNewMetadata()
                .withName("pricing")
                .withNamespace("shop")
                .endMetadata()
                .build();
        List<AttachedRoute> attached = foreign.stream()
                .map(route -> new AttachedRoute(CustomKind.HTTP_ROUTE, route, OptionalInt.of(80)))
                .toList();
        RouteRequest request =
                new RouteRequest(service, List.of(80), attached, FORKS, KEY, KeyFormat.SPURLINE, mesh, "v1");
        List<RouteObject> objects = new HttpRoutePerSandbox(CustomKind.HTTP_ROUTE).route(request);
        objects.forEach(object -> {
            limits(Json.tree(object.object()).at("/spec/rules"));
            object.object().getMetadata().setCreationTimestamp("2026-01-09T00:00:00Z");
        });
        return objects.stream().map(RouteObject::object).toList();
    }

    private static void limits(JsonNode rules) {
        int matches = 0;
        for (JsonNode rule : rules) {
            assertThat(rule.path("matches").size()).isLessThanOrEqualTo(8);
            matches += rule.path("matches").size();
        }
        assertThat(rules.size()).isLessThanOrEqualTo(16);
        assertThat(matches).isLessThanOrEqualTo(128);
    }

    private static GenericKubernetesResource route(Random random, String name) {
        ObjectNode spec = JsonNodeFactory.instance.objectNode();
        ArrayNode rules = spec.putArray("rules");
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            rule(random, rules.addObject(), name + i);
        }
        GenericKubernetesResource route = new GenericKubernetesResource();
        route.setApiVersion("gateway.networking.k8s.io/v1");
        route.setKind("HTTPRoute");
        route.setMetadata(new ObjectMetaBuilder()
                .withName(name)
                .withNamespace("shop")
                .withCreationTimestamp("2026-01-0" + (1 + random.nextInt(3)) + "T00:00:00Z")
                .build());
        route.setAdditionalProperty("spec", Json.map(spec));
        return route;
    }

    private static void rule(Random random, ObjectNode rule, String name) {
        rule.put("name", name);
        ArrayNode matches = rule.putArray("matches");
        for (int i = random.nextInt(4); i > 0; i--) {
            match(random, matches.addObject());
        }
        ArrayNode backends = rule.putArray("backendRefs");
        String first = random.nextBoolean() ? "pricing" : "pricing-canary";
        backends.addObject().put("name", first).put("port", 80).put("weight", 1 + random.nextInt(9));
        if (random.nextInt(3) == 0) {
            backends.addObject().put("name", "other").put("port", 80).put("weight", random.nextInt(3));
        }
        if (random.nextInt(3) == 0) {
            ObjectNode filter = rule.putArray("filters").addObject().put("type", "ResponseHeaderModifier");
            filter.putObject("responseHeaderModifier")
                    .putArray("set")
                    .addObject()
                    .put("name", "x-rule")
                    .put("value", name);
        }
        rule.putObject("timeouts").put("request", name);
    }

    private static void match(Random random, ObjectNode match) {
        if (random.nextInt(4) > 0) {
            String type = List.of("Exact", "PathPrefix", "RegularExpression").get(random.nextInt(3));
            String path = PATHS.get(random.nextInt(PATHS.size()));
            match.putObject("path").put("type", type).put("value", type.startsWith("R") ? regex(random, path) : path);
        }
        if (random.nextInt(3) == 0) {
            match.put("method", random.nextBoolean() ? "GET" : "POST");
        }
        ArrayNode headers = JsonNodeFactory.instance.arrayNode();
        for (String header : List.of("h1", "h2")) {
            if (random.nextInt(4) == 0) {
                headers.addObject().put("name", header).put("value", "" + random.nextInt(2));
            }
        }
        if (!headers.isEmpty()) {
            match.set("headers", headers);
        }
        if (random.nextInt(5) == 0) {
            match.putArray("queryParams").addObject().put("name", "q").put("value", "1");
        }
    }

    private static String regex(Random random, String path) {
        return switch (random.nextInt(4)) {
            case 0 -> ".*";
            case 1 -> "/.*";
            case 2 -> ".";
            default -> path + ".*";
        };
    }

    private static ReferenceMesh.Request request(Random random) {
        Map<String, String> headers = new HashMap<>();
        for (String header : List.of("h1", "h2")) {
            if (random.nextBoolean()) {
                headers.put(header, "" + random.nextInt(2));
            }
        }
        return new ReferenceMesh.Request(
                random.nextBoolean() ? "GET" : "POST",
                PATHS.get(random.nextInt(PATHS.size())),
                headers,
                random.nextInt(3) == 0 ? Map.of("q", "1") : Map.of());
    }

    private static ReferenceMesh.Request keyed(ReferenceMesh.Request request, Random random) {
        Map<String, String> headers = new HashMap<>(request.headers());
        int where = random.nextInt(3);
        if (where != 1) {
            headers.put("baggage", "a=1,spurline=k7f3q5tbma;t=17");
        }
        if (where != 0) {
            headers.put("x-spurline-key", "k7f3q5tbma");
        }
        return new ReferenceMesh.Request(request.method(), request.path(), headers, request.query());
    }
}
