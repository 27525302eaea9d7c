// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.internal.text.JsonTrees;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.List;
import java.util.Random;

/** Makes random VirtualServices on Services of namespace {@code shop}. */
final class VirtualServiceRandom {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private static final List<String> PARTS = List.of("one", "two");

    private final Random random;
    private final List<Integer> ports;
    private int made;

    /**
     * Makes one world's objects.
     *
     * @param ports the ports of their Services
     */
    VirtualServiceRandom(Random random, List<Integer> ports) {
        this.random = random;
        this.ports = ports;
    }

    private boolean once(int in) {
        return random.nextInt(in) == 0;
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    /**
     * Returns an object with random rules.
     *
     * @param host a Service of {@code shop}, or a host with dots
     * @param created when it was made
     * @param more what its spec has besides, or instead
     */
    GenericKubernetesResource object(String namespace, String host, String created, String more) {
        String name = "v" + made++;
        ObjectNode spec = JSON.objectNode();
        String own = host.equals("pricing") && once(6) ? "*.shop.svc.cluster.local" : spelling(host, namespace);
        spec.putArray("hosts").add(host.contains(".") ? host : own);
        ArrayNode http = spec.putArray("http");
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            rule(http.addObject(), namespace, name + i);
        }
        spec.setAll((ObjectNode) JsonTrees.parse(more));
        GenericKubernetesResource object = new GenericKubernetesResource();
        object.setApiVersion("networking.istio.io/v1");
        object.setKind("VirtualService");
        object.setMetadata(new ObjectMetaBuilder()
                .withName(name)
                .withNamespace(namespace)
                .withCreationTimestamp(created)
                .withUid("uid-" + name)
                .withGeneration(1L)
                .build());
        object.setAdditionalProperty("spec", JsonTrees.map(spec));
        return object;
    }

    /** Returns an object whose only rule leads to another, which is there or not; names tell which is which. */
    GenericKubernetesResource delegate(GenericKubernetesResource object) {
        ObjectNode tree = (ObjectNode) JsonTrees.tree(object);
        ArrayNode http = tree.withArray("/spec/http");
        if (once(2)) {
            ((ObjectNode) tree.path("spec")).remove("hosts");
            tree.withObject("/metadata").put("name", "part-" + pick(PARTS));
        } else {
            ObjectNode slot = http.insertObject(random.nextInt(http.size() + 1));
            slot.putObject("delegate").put("name", "part-" + pick(PARTS));
            if (once(2)) {
                slot.withArray("/match").addObject().putObject("uri").put("prefix", pick(ModelRequest.PATHS));
            }
            if (once(2)) {
                slot.put("timeout", "9s");
            }
        }
        return JsonTrees.value(tree, GenericKubernetesResource.class);
    }

    /** Returns an object with a slot for sandboxes, now and then in the wrong place. */
    GenericKubernetesResource withSlot(GenericKubernetesResource object, String service) {
        ObjectNode tree = (ObjectNode) JsonTrees.tree(object);
        // Else a change could leave a port without rules of others, where ours are still there: decision 0030.
        destination(tree.withArray("/spec/http").addObject().putArray("route"), "pricing", "far", 1, "");
        ObjectNode slot = tree.withArray("/spec/http").insertObject(once(12) ? 1 : 0);
        ObjectNode delegate = slot.putObject("delegate").put("name", "spurline-" + service);
        if (!object.getMetadata().getNamespace().equals("shop") || once(2)) {
            delegate.put("namespace", "shop");
        }
        return JsonTrees.value(tree, GenericKubernetesResource.class);
    }

    private String spelling(String service, String namespace) {
        return namespace.equals("shop") && once(2) ? service : service + ".shop.svc.cluster.local";
    }

    private void rule(ObjectNode rule, String namespace, String name) {
        if (!once(4)) {
            rule.put("name", name);
        }
        for (int i = random.nextInt(3); i > 0; i--) {
            match(rule.withArray("/match").addObject());
        }
        if (once(8)) {
            rule.putObject("redirect").put("uri", "/elsewhere/" + name);
            return;
        }
        String service = pick(List.of("pricing", "pricing", "pricing-canary", "pricing-headless"));
        destination(rule.putArray("route"), service, namespace, 1 + random.nextInt(9), once(3) ? "v1" : "");
        if (once(3)) {
            destination(rule.withArray("/route"), once(2) ? service : "other", namespace, random.nextInt(3), "v2");
        }
        if (once(3)) {
            rule.putObject("rewrite").put("uri", "/" + name);
        }
        if (once(3)) {
            rule.put("timeout", name.length() + made + "s");
        }
        if (once(4)) {
            rule.putObject("futureField").put("of", name);
        }
        if (once(3)) {
            headers(rule, name);
        }
    }

    private void headers(ObjectNode rule, String name) {
        rule.withObject("/headers/response/set").put("x-rule", name);
        switch (random.nextInt(5)) {
            case 0 -> rule.withArray("/headers/response/remove").add("Cache-Control");
            case 1 -> rule.withObject("/headers/response/add").put("cache-control", "private");
            case 2 -> rule.withObject("/headers/response/set").put("CACHE-CONTROL", "max-age=60");
            case 3 -> rule.withObject("/headers/request/set").put("x-asked", name);
            default -> {}
        }
    }

    private void destination(ArrayNode route, String service, String namespace, int weight, String subset) {
        ObjectNode part = route.addObject();
        ObjectNode destination = part.putObject("destination");
        destination.put("host", spelling(service, namespace));
        if (!subset.isEmpty()) {
            destination.put("subset", subset);
        }
        part.put("weight", weight);
    }

    private void match(ObjectNode match) {
        if (once(2)) {
            String form = pick(List.of("exact", "prefix", "regex"));
            String path = pick(ModelRequest.PATHS);
            match.putObject("uri").put(form, form.equals("regex") ? path + ".*" : path);
        }
        if (once(4)) {
            match.putObject("method").put("exact", once(2) ? "GET" : "POST");
        }
        if (once(3)) {
            match.withObject("/headers/" + pick(ModelRequest.HEADERS)).put("exact", "" + random.nextInt(2));
        }
        if (once(6)) {
            match.withObject("/withoutHeaders/" + pick(ModelRequest.HEADERS)).put("exact", "" + random.nextInt(2));
        }
        if (once(6)) {
            match.withObject("/queryParams/q").put("exact", "1");
        }
        if (once(6)) {
            match.put("port", pick(ports));
        }
        if (once(10)) {
            match.putArray("gateways").add(once(2) ? "public" : "mesh");
        }
        if (once(10)) {
            match.put("sourceNamespace", "web");
        }
    }
}
