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
package dev.spurline.internal.plan;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.internal.text.Json;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Makes random routes on Service {@code shop/pricing} and random requests to it. */
final class RouteRandom {

    private static final List<String> PATHS = List.of("/", "/a", "/a/b", "/a/b/c", "/b");
    private static final List<String> CALLS = List.of("/shop.A/One", "/shop.A/Two", "/shop.Bee/One", "/shop.Bee/Three");

    private final Random random;
    private final boolean grpc;
    private final boolean named;
    private int made;

    /**
     * Makes one world's routes.
     *
     * @param grpc whether they are GRPCRoutes
     * @param named whether they name the Service's port
     */
    RouteRandom(Random random, boolean grpc, boolean named) {
        this.random = random;
        this.grpc = grpc;
        this.named = named;
    }

    /** A request, as far as matches can see it. */
    record Request(String method, String path, Map<String, String> headers, Map<String, String> query) {

        Request with(Map<String, String> more) {
            Map<String, String> all = new HashMap<>(headers);
            all.putAll(more);
            return new Request(method, path, all, query);
        }
    }

    Request request() {
        Map<String, String> headers = new HashMap<>();
        for (String header : List.of("h1", "h2")) {
            if (random.nextBoolean()) {
                headers.put(header, "" + random.nextInt(2));
            }
        }
        return new Request(
                grpc || random.nextBoolean() ? "POST" : "GET",
                pick(grpc ? CALLS : PATHS),
                headers,
                random.nextInt(3) == 0 ? Map.of("q", "1") : Map.of());
    }

    /** Returns the headers of a request with the key: one carrier or both. */
    Map<String, String> key(String key) {
        Map<String, String> headers = new HashMap<>();
        int where = random.nextInt(3);
        if (where != 1) {
            headers.put("baggage", "spurline=%s,spurline-test=kengine234.000017,a=1".formatted(key));
        }
        if (where != 0) {
            headers.put("x-spurline-key", key);
        }
        return headers;
    }

    /** Returns a route of a namespace; now and then one with so many rules that ours must be split. */
    GenericKubernetesResource route(String namespace, int day) {
        String name = "r" + made++;
        ObjectNode spec = JsonNodeFactory.instance.objectNode();
        ObjectNode parent =
                spec.putArray("parentRefs").addObject().put("group", "").put("kind", "Service");
        parent.put("name", "pricing").put("namespace", "shop");
        if (named) {
            parent.put("port", 80);
        }
        ArrayNode rules = spec.putArray("rules");
        for (int i = random.nextInt(8) == 0 ? 14 : 1 + random.nextInt(4); i > 0; i--) {
            rule(rules.addObject(), name + i);
        }
        GenericKubernetesResource route = new GenericKubernetesResource();
        route.setApiVersion("gateway.networking.k8s.io/v1");
        route.setKind(grpc ? "GRPCRoute" : "HTTPRoute");
        route.setMetadata(new ObjectMetaBuilder()
                .withName(name)
                .withNamespace(namespace)
                .withCreationTimestamp("2026-01-%02dT00:00:00Z".formatted(day))
                .build());
        route.setAdditionalProperty("spec", Json.map(spec));
        return route;
    }

    private void rule(ObjectNode rule, String name) {
        rule.put("name", name);
        ArrayNode matches = rule.putArray("matches");
        for (int i = random.nextInt(4); i > 0; i--) {
            match(matches.addObject());
        }
        ArrayNode backends = rule.putArray("backendRefs");
        backend(backends, random.nextBoolean() ? "pricing" : "pricing-canary", 1 + random.nextInt(9));
        if (random.nextInt(3) == 0) {
            backend(backends, "other", random.nextInt(3));
        }
        if (random.nextInt(3) == 0) {
            ObjectNode filter = rule.putArray("filters").addObject().put("type", "ResponseHeaderModifier");
            ObjectNode header =
                    filter.putObject("responseHeaderModifier").putArray("set").addObject();
            header.put("name", "x-rule").put("value", name);
        }
        if (mayReplacePrefix(matches) && random.nextBoolean()) {
            replacePrefix(random.nextBoolean() ? rule : (ObjectNode) backends.get(0));
        }
        rule.putObject("timeouts").put("request", name);
    }

    /** The CRD lets a rule replace the prefix only if it has exactly one match, and that one a prefix. */
    private static boolean mayReplacePrefix(ArrayNode matches) {
        return matches.size() == 1
                && matches.get(0).path("path").path("type").asText().equals("PathPrefix");
    }

    private static void replacePrefix(ObjectNode place) {
        ObjectNode filter = place.withArray("/filters").addObject().put("type", "URLRewrite");
        filter.putObject("urlRewrite")
                .putObject("path")
                .put("type", "ReplacePrefixMatch")
                .put("replacePrefixMatch", "/other");
    }

    private static void backend(ArrayNode backends, String name, int weight) {
        ObjectNode backend = backends.addObject().put("name", name).put("namespace", "shop");
        backend.put("port", 80).put("weight", weight);
    }

    private void match(ObjectNode match) {
        if (grpc) {
            call(match);
        } else {
            page(match);
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
    }

    private void call(ObjectNode match) {
        String[] parts = pick(CALLS).split("/", -1);
        int form = random.nextInt(4);
        if (form > 0) {
            ObjectNode method = match.putObject("method");
            if (form != 2) {
                method.put("service", parts[1]);
            }
            if (form != 1) {
                method.put("method", parts[2]);
            }
        }
    }

    private void page(ObjectNode match) {
        if (random.nextInt(4) > 0) {
            String type = pick(List.of("Exact", "PathPrefix", "RegularExpression"));
            String path = pick(PATHS);
            String value = type.startsWith("R") ? pick(List.of(".*", "/.*", ".", path + ".*")) : path;
            match.putObject("path").put("type", type).put("value", value);
        }
        if (random.nextInt(3) == 0) {
            match.put("method", random.nextBoolean() ? "GET" : "POST");
        }
        if (random.nextInt(5) == 0) {
            match.putArray("queryParams").addObject().put("name", "q").put("value", "1");
        }
    }

    private String pick(List<String> list) {
        return list.get(random.nextInt(list.size()));
    }
}
