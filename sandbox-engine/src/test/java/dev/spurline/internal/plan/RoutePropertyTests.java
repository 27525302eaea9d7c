// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.PreflightException;
import dev.spurline.internal.routing.ModelRequest;
import dev.spurline.internal.routing.StyleModel;
import dev.spurline.internal.routing.StyleModel.RouteDecider;
import dev.spurline.internal.survey.ServiceMesh;
import dev.spurline.internal.text.JsonTrees;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * For random ports and routes, of the Service's namespace and of callers', and random requests: without the key nothing
 * changes, with the key the same rule decides, with the fork in the baseline's place. While a change of foreign routes is not
 * yet followed, a request without the key is answered as before it or as after it.
 */
class RoutePropertyTests {

    /** What answers of forks get besides. */
    private static final JsonNode NOT_STORED = JsonTrees.parse(
            "{\"type\": \"ResponseHeaderModifier\", \"responseHeaderModifier\": {\"set\": [{\"name\": \"cache-control\", \"value\": \"no-store\"}]}}");

    private static final String FORK = "-k7f3q5tbma";

    @Property(tries = 200)
    void decidesAsIstioWouldWithoutUs(@ForAll long seed) {
        new World(ServiceMesh.ISTIO, new Random(seed)).check();
    }

    @Property(tries = 200)
    void decidesAsLinkerdWouldWithoutUs(@ForAll long seed) {
        new World(ServiceMesh.LINKERD, new Random(seed)).check();
    }

    @Property(tries = 200)
    void neverFallsBetweenTwoStatesInIstio(@ForAll long seed) {
        new World(ServiceMesh.ISTIO, new Random(seed)).checkChange();
    }

    @Property(tries = 200)
    void neverFallsBetweenTwoStatesInLinkerd(@ForAll long seed) {
        new World(ServiceMesh.LINKERD, new Random(seed)).checkChange();
    }

    /** Foreign routes, and ours for them. */
    private static final class World {

        private final RouteWorld world;
        private final List<Integer> ports;

        World(ServiceMesh mesh, Random random) {
            this.world = new RouteWorld(mesh, random);
            this.ports = world.requestPorts(world.services().get(0));
        }

        void check() {
            List<GenericKubernetesResource> foreign = world.foreign();
            Optional<SandboxPlan> plan = plan(foreign);
            RouteDecider before = world.decider(foreign);
            RouteDecider after = with(foreign, plan);
            // What the plan warns of does not reach the fork.
            boolean whole = plan.filter(made -> made.warnings().isEmpty()).isPresent();
            for (int i = 0; i < 20; i++) {
                for (String caller : RouteWorld.CALLERS) {
                    for (int port : ports) {
                        compare(before, after, caller, port, world.request(), whole);
                    }
                }
            }
        }

        private void compare(
                RouteDecider before, RouteDecider after, String caller, int port, ModelRequest request, boolean whole) {
            assertThat(answer(after.decide(caller, port, request)))
                    .as("without key from %s to %d: %s", caller, port, request)
                    .isEqualTo(answer(before.decide(caller, port, request)));
            if (whole) {
                ModelRequest keyed = world.keyed(request);
                assertThat(answer(after.decide(caller, port, keyed)))
                        .as("with key from %s to %d: %s", caller, port, keyed)
                        .isEqualTo(answer(before.decide(caller, port, keyed).map(this::substituted)));
            }
        }

        private JsonNode substituted(JsonNode rule) {
            ObjectNode copy = rule.deepCopy();
            ArrayNode forks = JsonNodeFactory.instance.arrayNode();
            for (JsonNode backend : copy.path("backendRefs")) {
                String name = backend.path("name").asText();
                if (world.forked(name) && backend.path("weight").asInt(1) > 0) {
                    forks.add(((ObjectNode) backend.deepCopy()).put("name", name + FORK));
                }
            }
            if (!forks.isEmpty()) {
                copy.set("backendRefs", forks);
                copy.withArray("/filters").add(NOT_STORED);
            }
            return copy;
        }

        /** Ours are still those for the routes before the change. */
        void checkChange() {
            List<GenericKubernetesResource> old = world.foreign();
            List<GenericKubernetesResource> changed = world.changed(old, 10);
            RouteDecider before = world.decider(old);
            RouteDecider after = world.decider(changed);
            RouteDecider between = with(changed, plan(old));
            for (int i = 0; i < 20; i++) {
                ModelRequest request = world.request();
                for (String caller : RouteWorld.CALLERS) {
                    for (int port : ports) {
                        compare(before, between, after, caller, port, request);
                    }
                }
            }
        }

        private static void compare(
                RouteDecider before,
                RouteDecider between,
                RouteDecider after,
                String caller,
                int port,
                ModelRequest request) {
            List<String> old = answer(before.decide(caller, port, request));
            // Where everything failed before, any answer is better.
            if (!old.equals(answer(Optional.of(StyleModel.INVALID)))) {
                assertThat(answer(between.decide(caller, port, request)))
                        .as("without key from %s to %d: %s", caller, port, request)
                        .isIn(old, answer(after.decide(caller, port, request)));
            }
        }

        /** What is planned once our routes are there. */
        private Optional<SandboxPlan> plan(List<GenericKubernetesResource> foreign) {
            try {
                return Optional.of(world.plan(world.judged(with(foreign, world.plan(world.judged(foreign))))));
            } catch (PreflightException refused) {
                return Optional.empty();
            }
        }

        private RouteDecider with(List<GenericKubernetesResource> foreign, Optional<SandboxPlan> plan) {
            return world.decider(plan.map(made -> with(foreign, made)).orElse(foreign));
        }

        private static List<GenericKubernetesResource> with(List<GenericKubernetesResource> foreign, SandboxPlan plan) {
            List<GenericKubernetesResource> all = new ArrayList<>(foreign);
            plan.steps().stream()
                    .filter(step -> step.wave() == Wave.ROUTE)
                    .map(World::made)
                    .forEach(all::add);
            return all;
        }

        /**
         * Ours are made on the ninth at second 30: some routes are older, some younger. None is of the same second, where
         * names would decide which form of parent hides the other, and the plan cannot know the second in which it is
         * carried out.
         */
        private static GenericKubernetesResource made(PlanStep step) {
            limits(JsonTrees.tree(step.object()).at("/spec/rules"));
            step.object().getMetadata().setCreationTimestamp(RouteWorld.created(9, 30 + step.turn()));
            return (GenericKubernetesResource) step.object();
        }
    }

    /** What a caller sees of a rule: where it leads and what is done on the way. */
    private static List<String> answer(Optional<JsonNode> rule) {
        List<String> answer = new ArrayList<>();
        if (rule.isEmpty()) {
            return List.of("404");
        }
        answer.addAll(shares(rule.get().path("backendRefs")));
        answer.add(others(rule.get().path("filters")).toString());
        answer.add(changes(rule.get().path("filters")).toString());
        answer.add(rule.get().path("timeouts").toString());
        return answer;
    }

    /** Who gets how much; one alone gets all. */
    private static List<String> shares(JsonNode backends) {
        Map<String, Integer> shares = new LinkedHashMap<>();
        backends.forEach(backend -> shares.merge(
                backend.path("name").asText(), backend.path("weight").asInt(1), Integer::sum));
        return shares.entrySet().stream()
                .map(share ->
                        share.getKey() + " " + (shares.size() == 1 ? Math.min(1, share.getValue()) : share.getValue()))
                .toList();
    }

    private static List<String> others(JsonNode filters) {
        List<String> others = new ArrayList<>();
        filters.forEach(filter -> {
            if (!filter.has("responseHeaderModifier")) {
                others.add(filter.toString());
            }
        });
        return others;
    }

    /** What becomes of which header of the answer. */
    private static Map<String, String> changes(JsonNode filters) {
        Map<String, String> changes = new TreeMap<>();
        for (JsonNode modifier : filters.findValues("responseHeaderModifier")) {
            modifier.path("remove").forEach(name -> changes.put(name.asText().toLowerCase(Locale.ROOT), "removed"));
            for (String how : List.of("set", "add")) {
                modifier.path(how)
                        .forEach(header -> changes.put(
                                header.path("name").asText().toLowerCase(Locale.ROOT),
                                how + " " + header.path("value").asText()));
            }
        }
        return changes;
    }

    /** What the CRDs of the Gateway API refuse, v1.0 to v1.4. */
    private static void limits(JsonNode rules) {
        int matches = 0;
        for (JsonNode rule : rules) {
            boolean replaces = rule.toString().contains("replacePrefixMatch");
            assertThat(rule.path("matches").size()).isLessThanOrEqualTo(replaces ? 1 : 8);
            matches += Math.max(1, rule.path("matches").size());
        }
        for (JsonNode rule : rules) {
            List<String> types = rule.path("filters").findValuesAsText("type");
            assertThat(types)
                    .filteredOn(type -> type.endsWith("HeaderModifier"))
                    .doesNotHaveDuplicates();
        }
        assertThat(rules.size()).isLessThanOrEqualTo(16);
        assertThat(matches).isLessThanOrEqualTo(128);
    }
}
