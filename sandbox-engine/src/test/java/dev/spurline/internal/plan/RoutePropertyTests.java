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

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.ForkSpec;
import dev.spurline.SandboxSpec;
import dev.spurline.internal.survey.CustomKind;
import dev.spurline.internal.survey.Mesh;
import dev.spurline.internal.survey.Survey;
import dev.spurline.internal.text.Json;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * For random routes, of the Service's namespace and of a caller's, and random requests: without the key nothing changes,
 * with the key the same rule decides, with the fork in the baseline's place. While a change of foreign routes is not yet
 * followed, a request without the key is answered as before it or as after it.
 */
class RoutePropertyTests extends PlanTestCase {

    private static final String FORK = "pricing-k7f3q5tbma";
    private static final List<HasMetadata> PRICING = objects(resource("pricing.yaml"));
    private static final List<String> CALLERS = List.of("shop", "web", "elsewhere");

    @Property(tries = 100)
    void decidesAsIstioWouldWithoutUs(@ForAll long seed) {
        new World(Mesh.ISTIO, new Random(seed)).check();
    }

    @Property(tries = 100)
    void decidesAsLinkerdWouldWithoutUs(@ForAll long seed) {
        new World(Mesh.LINKERD, new Random(seed)).check();
    }

    @Property(tries = 100)
    void neverFallsBetweenTwoStatesInIstio(@ForAll long seed) {
        new World(Mesh.ISTIO, new Random(seed)).checkChange();
    }

    @Property(tries = 100)
    void neverFallsBetweenTwoStatesInLinkerd(@ForAll long seed) {
        new World(Mesh.LINKERD, new Random(seed)).checkChange();
    }

    /** Foreign routes, and ours for them. */
    private static final class World {

        private final Mesh mesh;
        private final Random random;
        private final RouteRandom routes;

        World(Mesh mesh, Random random) {
            this.mesh = mesh;
            this.random = random;
            this.routes = new RouteRandom(random, random.nextInt(4) == 0, random.nextBoolean());
        }

        void check() {
            List<GenericKubernetesResource> foreign = foreign();
            ReferenceMesh before = new ReferenceMesh(mesh, foreign);
            ReferenceMesh after = with(foreign, ours(foreign));
            for (int i = 0; i < 20; i++) {
                for (String caller : CALLERS) {
                    compare(before, after, caller, routes.request());
                }
            }
        }

        private void compare(ReferenceMesh before, ReferenceMesh after, String caller, RouteRandom.Request request) {
            assertThat(answer(after.decide(caller, request)))
                    .as("without key from %s: %s", caller, request)
                    .isEqualTo(answer(before.decide(caller, request)));

            RouteRandom.Request keyed = request.with(routes.key(KEY.value()));
            assertThat(answer(after.decide(caller, keyed)))
                    .as("with key from %s: %s", caller, keyed)
                    .isEqualTo(answer(before.decide(caller, keyed).map(RoutePropertyTests::substituted)));
        }

        /** Ours are still those for the routes before the change. */
        void checkChange() {
            List<GenericKubernetesResource> old = foreign();
            List<GenericKubernetesResource> changed = changed(old);
            ReferenceMesh before = new ReferenceMesh(mesh, old);
            ReferenceMesh after = new ReferenceMesh(mesh, changed);
            ReferenceMesh between = with(changed, ours(old));
            for (int i = 0; i < 20; i++) {
                RouteRandom.Request request = routes.request();
                for (String caller : CALLERS) {
                    assertThat(answer(between.decide(caller, request)))
                            .as("without key from %s: %s", caller, request)
                            .isIn(answer(before.decide(caller, request)), answer(after.decide(caller, request)));
                }
            }
        }

        private List<GenericKubernetesResource> foreign() {
            List<GenericKubernetesResource> foreign = new ArrayList<>();
            for (int i = random.nextInt(4); i > 0; i--) {
                foreign.add(routes.route("shop", day()));
            }
            // Linkerd adds callers' routes to the Service's: where there are none of the latter, ours are refused.
            for (int i = mesh.istio() || !foreign.isEmpty() ? random.nextInt(3) : 0; i > 0; i--) {
                foreign.add(routes.route("web", day()));
            }
            return foreign;
        }

        /** Ours are made on the ninth: some routes are older, some younger. */
        private int day() {
            return 7 + random.nextInt(5);
        }

        private List<GenericKubernetesResource> changed(List<GenericKubernetesResource> old) {
            List<GenericKubernetesResource> changed = new ArrayList<>(old);
            changed.removeIf(route -> random.nextInt(3) == 0);
            if (random.nextBoolean()) {
                changed.add(routes.route(random.nextInt(3) == 0 ? "web" : "shop", 10));
            }
            return changed;
        }

        private List<GenericKubernetesResource> ours(List<GenericKubernetesResource> foreign) {
            Survey survey = Survey.of("shop")
                    .serves(CustomKind.HTTP_ROUTE, "v1")
                    .add(PRICING)
                    .mesh(mesh)
                    .serves(CustomKind.GRPC_ROUTE, "v1")
                    .add(foreign)
                    .build();
            SandboxSpec spec = SandboxSpec.builder()
                    .fork(ForkSpec.of("pricing").env("DISCOUNT", "10"))
                    .build();
            PlanOptions options =
                    new PlanOptions("e1", name -> Optional.empty(), List.of(), new Rights(Set.of("web"), Set.of()));
            return Planner.plan(spec, KEY, survey, options).steps().stream()
                    .filter(step -> step.wave() == Wave.ROUTE)
                    .map(this::made)
                    .toList();
        }

        private GenericKubernetesResource made(Step step) {
            HasMetadata object = step.object();
            limits(Json.tree(object).at("/spec/rules"));
            object.getMetadata().setCreationTimestamp("2026-01-09T00:00:%02dZ".formatted(step.turn()));
            return (GenericKubernetesResource) object;
        }

        private ReferenceMesh with(List<GenericKubernetesResource> foreign, List<GenericKubernetesResource> ours) {
            List<GenericKubernetesResource> all = new ArrayList<>(foreign);
            all.addAll(ours);
            return new ReferenceMesh(mesh, all);
        }
    }

    /** What a caller sees of a rule: where it leads and what is done on the way. */
    private static List<String> answer(Optional<JsonNode> rule) {
        List<String> answer = new ArrayList<>();
        if (rule.isEmpty()) {
            return List.of("404");
        }
        rule.get()
                .path("backendRefs")
                .forEach(backend -> answer.add(backend.path("name").asText() + " "
                        + backend.path("weight").asInt(1)));
        answer.add(rule.get().path("filters").toString());
        answer.add(rule.get().path("timeouts").toString());
        return answer;
    }

    private static JsonNode substituted(JsonNode rule) {
        ObjectNode copy = rule.deepCopy();
        ArrayNode forks = JsonNodeFactory.instance.arrayNode();
        for (JsonNode backend : copy.path("backendRefs")) {
            if (backend.path("name").asText().equals("pricing")
                    && backend.path("weight").asInt(1) > 0) {
                forks.add(((ObjectNode) backend.deepCopy()).put("name", FORK));
            }
        }
        if (!forks.isEmpty()) {
            copy.set("backendRefs", forks);
        }
        return copy;
    }

    /** What the CRDs of the Gateway API refuse, v1.0 to v1.4. */
    private static void limits(JsonNode rules) {
        int matches = 0;
        for (JsonNode rule : rules) {
            boolean replaces = rule.toString().contains("replacePrefixMatch");
            assertThat(rule.path("matches").size()).isLessThanOrEqualTo(replaces ? 1 : 8);
            matches += Math.max(1, rule.path("matches").size());
        }
        assertThat(rules.size()).isLessThanOrEqualTo(16);
        assertThat(matches).isLessThanOrEqualTo(128);
    }
}
