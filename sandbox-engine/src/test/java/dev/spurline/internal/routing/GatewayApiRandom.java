// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.internal.survey.ServiceMesh;
import dev.spurline.internal.text.JsonTrees;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Makes random HTTPRoutes and GRPCRoutes on Services of namespace {@code shop}. */
final class GatewayApiRandom {

    private final Random random;
    private final ServiceMesh mesh;
    private final List<Integer> ports;
    private final Form form;
    private final Set<Integer> grpcPorts = new HashSet<>();
    private int made;

    /** Whether the routes of a world name ports. */
    private enum Form {
        NAMED,
        OPEN,
        MIXED
    }

    /**
     * Makes one world's routes.
     *
     * @param ports the ports of their Services
     */
    GatewayApiRandom(Random random, ServiceMesh mesh, List<Integer> ports) {
        this.random = random;
        this.mesh = mesh;
        this.ports = ports;
        this.form = once(8) ? Form.MIXED : random.nextBoolean() ? Form.NAMED : Form.OPEN;
        boolean grpc = once(4);
        ports.stream().filter(port -> form == Form.NAMED ? once(3) : grpc).forEach(grpcPorts::add);
    }

    private boolean once(int in) {
        return random.nextInt(in) == 0;
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    /**
     * Returns a route; now and then one with so many rules that ours must be split, and one with what the mesh cannot do.
     *
     * @param created when it was made
     */
    GenericKubernetesResource route(String namespace, String service, String created) {
        String name = "r" + made++;
        boolean named = form == Form.NAMED || (form == Form.MIXED && random.nextBoolean());
        int port = pick(ports);
        boolean grpc = grpcPorts.contains(port) != once(20);
        ObjectNode spec = JsonNodeFactory.instance.objectNode();
        parent(spec.putArray("parentRefs"), service, named, port);
        ArrayNode rules = spec.putArray("rules");
        for (int i = once(8) ? 14 : 1 + random.nextInt(4); i > 0; i--) {
            rule(rules.addObject(), grpc, name + i);
        }
        GenericKubernetesResource route = new GenericKubernetesResource();
        route.setApiVersion("gateway.networking.k8s.io/v1");
        route.setKind(grpc ? "GRPCRoute" : "HTTPRoute");
        route.setMetadata(new ObjectMetaBuilder()
                .withName(name)
                .withNamespace(namespace)
                .withCreationTimestamp(created)
                .withAnnotations(
                        mesh == ServiceMesh.LINKERD && once(12) ? Map.of("retry.linkerd.io/http", "5xx") : Map.of())
                .build());
        route.setAdditionalProperty("spec", JsonTrees.map(spec));
        return route;
    }

    private void parent(ArrayNode parents, String service, boolean named, int port) {
        ObjectNode parent = parents.addObject().put("group", "").put("kind", "Service");
        parent.put("name", service).put("namespace", "shop");
        if (named) {
            parent.put("port", port);
        }
    }

    private void rule(ObjectNode rule, boolean grpc, String name) {
        rule.put("name", name);
        ArrayNode matches = rule.putArray("matches");
        boolean methods = grpc && mesh == ServiceMesh.LINKERD && !once(12);
        for (int i = methods ? 1 + random.nextInt(3) : random.nextInt(4); i > 0; i--) {
            match(matches.addObject(), grpc, methods);
        }
        if (!grpc && once(8)) {
            redirect(rule);
            return;
        }
        ArrayNode backends = rule.putArray("backendRefs");
        backend(
                backends,
                pick(List.of("pricing", "pricing", "pricing-canary", "pricing-headless")),
                1 + random.nextInt(9));
        if (once(3)) {
            backend(backends, "other", random.nextInt(3));
        }
        if (once(3)) {
            modifier(rule, once(2) ? "Request" : "Response", name);
            if (once(2)) {
                cached(rule);
            }
        }
        if (!grpc && mayReplacePrefix(matches) && once(mesh == ServiceMesh.LINKERD ? 20 : 2)) {
            replacePrefix(once(12) ? (ObjectNode) backends.get(0) : rule);
        }
        if (!grpc && once(4)) {
            rule.putObject("timeouts").put("request", made + "s");
        }
    }

    private static void modifier(ObjectNode rule, String what, String value) {
        ObjectNode filter = rule.withArray("/filters").addObject().put("type", what + "HeaderModifier");
        ObjectNode header = filter.putObject(what.toLowerCase(Locale.ROOT) + "HeaderModifier")
                .putArray("set")
                .addObject();
        header.put("name", "x-rule").put("value", value);
    }

    /** Says something of caches, in one of the ways. */
    private void cached(ObjectNode rule) {
        JsonNode modifier = rule.findValue("responseHeaderModifier");
        if (modifier instanceof ObjectNode answer) {
            String name = once(2) ? "Cache-Control" : "cache-control";
            switch (random.nextInt(3)) {
                case 0 -> answer.withArray("/remove").add(name);
                case 1 -> answer.withArray("/add").addObject().put("name", name).put("value", "private");
                default ->
                    answer.withArray("/set").addObject().put("name", name).put("value", "max-age=60");
            }
        }
    }

    private static void redirect(ObjectNode rule) {
        ObjectNode filter = rule.putArray("filters").addObject().put("type", "RequestRedirect");
        filter.putObject("requestRedirect")
                .put("hostname", "elsewhere.example.com")
                .put("statusCode", 302);
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

    private void match(ObjectNode match, boolean grpc, boolean method) {
        if (grpc) {
            call(match, method);
        } else {
            page(match);
        }
        ArrayNode headers = JsonNodeFactory.instance.arrayNode();
        for (String header : ModelRequest.HEADERS) {
            if (once(4)) {
                headers.addObject().put("name", header).put("value", "" + random.nextInt(2));
            }
        }
        if (!headers.isEmpty()) {
            match.set("headers", headers);
        }
    }

    private void call(ObjectNode match, boolean needed) {
        String[] parts = pick(ModelRequest.CALLS).split("/", -1);
        int form = (needed ? 1 : 0) + random.nextInt(needed ? 3 : 4);
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
            String path = pick(ModelRequest.PATHS);
            String value = type.startsWith("R") ? pick(List.of(".*", "/.*", ".", path + ".*")) : path;
            match.putObject("path").put("type", type).put("value", value);
        }
        if (once(3)) {
            match.put("method", random.nextBoolean() ? "GET" : "POST");
        }
        if (once(5)) {
            match.putArray("queryParams").addObject().put("name", "q").put("value", "1");
        }
    }
}
