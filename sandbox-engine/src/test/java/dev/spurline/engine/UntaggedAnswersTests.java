// SPDX-License-Identifier: Apache-2.0
package dev.spurline.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.spurline.PreflightException;
import dev.spurline.cluster.ClusterSpec;
import dev.spurline.internal.plan.PlanDifference;
import dev.spurline.internal.plan.PlanStep;
import dev.spurline.internal.plan.RouteWorld;
import dev.spurline.internal.plan.Wave;
import dev.spurline.internal.survey.ServiceMesh;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.statistics.Statistics;

/**
 * Requests without the key are answered as if Spurline were not there, from before a sandbox has routes until they are gone,
 * whatever Services there are, and whatever others write to their routes meanwhile. Each state of the cluster is given to the
 * embedded mesh's own route tables: all of a sandbox's writes, one by one, and each foreign one before ours follow.
 */
class UntaggedAnswersTests {

    private static final int REQUESTS = 8;
    private static final int CHANGES = 4;
    private static final ObjectMapper JSON = new ObjectMapper();

    @Property(tries = 150)
    void inIstio(@ForAll long seed) {
        new Life(ServiceMesh.ISTIO, ClusterSpec.Mesh.ISTIO, new Random(seed)).live();
    }

    @Property(tries = 150)
    void inLinkerd(@ForAll long seed) {
        new Life(ServiceMesh.LINKERD, ClusterSpec.Mesh.LINKERD, new Random(seed)).live();
    }

    /**
     * One sandbox, from its first route to its last. What others write is followed twice: before the mesh's controller has
     * judged it, and after.
     */
    private static final class Life {

        private final RouteWorld world;
        private final MeshAnswers mesh;
        private final Map<String, GenericKubernetesResource> ours = new LinkedHashMap<>();
        private final List<MeshAnswers.Answers> right = new ArrayList<>();
        private List<GenericKubernetesResource> foreign;
        private List<PlanStep> plan = List.of();
        private int day = 12;

        Life(ServiceMesh planned, ClusterSpec.Mesh mesh, Random random) {
            this.world = new RouteWorld(planned, random);
            this.foreign = world.foreign();
            this.mesh = new MeshAnswers(mesh, world, REQUESTS);
        }

        void live() {
            right.add(mesh.in(foreign));
            boolean lives = follow(world.judged(foreign));
            Statistics.label("sandboxes")
                    .collect(lives ? "opened" : "refused")
                    .coverage(found -> found.check("opened").percentage(share -> share > 25));
            for (int i = 0; lives && i < CHANGES; i++) {
                lives = change();
            }
            end();
        }

        private boolean change() {
            List<GenericKubernetesResource> judged = world.judged(foreign);
            foreign = world.changed(foreign, day++);
            List<GenericKubernetesResource> unjudged = world.unjudged(foreign, judged);
            right.add(mesh.in(world.inForce(unjudged)));
            right.add(mesh.in(foreign));
            check();
            boolean lives = follow(unjudged) && follow(world.judged(foreign));
            Statistics.label("changes")
                    .collect(lives ? "followed" : "stale")
                    .coverage(found -> found.check("followed").percentage(share -> share > 25));
            right.subList(0, right.size() - 1).clear();
            check();
            return lives;
        }

        /** Plans anew and writes the difference, or takes all away. Returns whether the sandbox lives on. */
        private boolean follow(List<GenericKubernetesResource> seen) {
            try {
                write(world.plan(with(seen)).steps());
                return true;
            } catch (PreflightException stale) {
                end();
                return false;
            }
        }

        private void write(List<PlanStep> latest) {
            PlanDifference difference = PlanDifference.between(routes(plan), routes(latest));
            plan = latest;
            boolean scattered = scattered();
            String now = RouteWorld.created(day++, 0);
            difference.made().forEach(step -> {
                put(step, now);
                checkUnless(scattered);
            });
            difference.changed().forEach(step -> {
                put(
                        step,
                        Objects.requireNonNull(ours.get(name(step)))
                                .getMetadata()
                                .getCreationTimestamp());
                checkUnless(scattered);
            });
            difference.gone().forEach(step -> {
                ours.remove(name(step));
                checkUnless(scattered);
            });
        }

        private void end() {
            boolean scattered = scattered();
            List<String> names = new ArrayList<>(ours.keySet());
            Collections.reverse(names);
            names.forEach(name -> {
                ours.remove(name);
                checkUnless(scattered);
            });
        }

        private static List<PlanStep> routes(Collection<PlanStep> steps) {
            return steps.stream().filter(step -> step.wave() == Wave.ROUTE).toList();
        }

        private void put(PlanStep step, String created) {
            GenericKubernetesResource route = JSON.convertValue(step.object(), GenericKubernetesResource.class);
            route.getMetadata().setCreationTimestamp(created);
            ours.put(name(step), route);
        }

        private static String name(PlanStep step) {
            return step.object().getKind() + "/" + step.object().getMetadata().getNamespace() + "/"
                    + step.object().getMetadata().getName();
        }

        private List<GenericKubernetesResource> with(List<GenericKubernetesResource> others) {
            return Stream.concat(others.stream(), ours.values().stream()).toList();
        }

        private void checkUnless(boolean scattered) {
            if (!scattered && !scattered()) {
                check();
            }
        }

        /** Each request is answered as before the last change of others, as after it, or as in between. */
        private void check() {
            Map<MeshAnswers.Question, Object> wrong = mesh.in(with(foreign)).unlike(right);
            assertThat(wrong)
                    .as(() -> "beside\n" + Serialization.asYaml(with(foreign)))
                    .isEmpty();
        }

        /** Whether rules for requests without the key are in several objects: those are not written at once. */
        private boolean scattered() {
            return ours.values().stream()
                    .filter(route -> route.getMetadata().getName().matches(".*-0[1-9]"))
                    .flatMap(
                            route -> Stream.of(JSON.<JsonNode>valueToTree(route).at("/spec/rules")))
                    .anyMatch(rules -> anyWithoutKey(rules));
        }

        private static boolean anyWithoutKey(JsonNode rules) {
            for (JsonNode rule : rules) {
                if (!rule.path("matches").toString().contains("k7f3q5tbma")) {
                    return true;
                }
            }
            return false;
        }
    }
}
