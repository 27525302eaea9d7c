// SPDX-License-Identifier: Apache-2.0
package dev.spurline.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.spurline.PreflightException;
import dev.spurline.RoutingKey;
import dev.spurline.cluster.ClusterSpec;
import dev.spurline.internal.plan.PlanDifference;
import dev.spurline.internal.plan.PlanStep;
import dev.spurline.internal.plan.RouteWorld;
import dev.spurline.internal.plan.Wave;
import dev.spurline.internal.routing.SharedRoute;
import dev.spurline.internal.survey.CustomKind;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.statistics.Statistics;

/**
 * Sandboxes of two engines on one Service, which open and close in any order while others make, edit and delete their routes:
 * requests without a key are answered as if there were none. Each engine learns of a change at a moment of its own, and may
 * write what it has planned after further changes, and after the other engine. It may also be killed as soon as it has written:
 * then the other puts right what it has left.
 */
class SharedRouteAnswersTests {

    private static final int REQUESTS = 6;
    private static final int EVENTS = 14;
    private static final List<String> KEYS = List.of("kaaaaaaaa2", "kaaaaaaaa3");
    private static final ObjectMapper JSON = new ObjectMapper();

    /** A rule of the owner's that leads to a delegate which another engine has not seen yet. */
    @Example
    void rulesThatAreFollowedLeadToDelegatesOfNow() {
        new Lives(new Random(20801)).live();
    }

    @Property(tries = 120)
    void untaggedAnswersAreThoseOfTheOwnersRoutes(@ForAll long seed) {
        new Lives(new Random(seed)).live();
    }

    /**
     * What the owners have written, and the answers by that alone.
     *
     * @param day when
     */
    private record OwnersState(List<GenericKubernetesResource> routes, MeshAnswers.Answers answers, int day) {

        List<GenericKubernetesResource> delegates() {
            return routes.stream().filter(OwnersState::isDelegate).toList();
        }

        List<GenericKubernetesResource> with(List<GenericKubernetesResource> delegates) {
            return Stream.concat(routes.stream().filter(route -> !isDelegate(route)), delegates.stream())
                    .toList();
        }

        private static boolean isDelegate(GenericKubernetesResource route) {
            return CustomKind.VIRTUAL_SERVICE.holds(route) && route.get("spec", "hosts") == null;
        }
    }

    /** What a sandbox is to have. */
    private record Intent(List<PlanStep> steps, OwnersState from) {}

    /** A sandbox, whose engine has seen some state and perhaps planned for a later one. */
    private static final class Sandbox {

        private final RoutingKey key;
        private boolean open;
        private List<PlanStep> written = List.of();
        private Optional<OwnersState> follows = Optional.empty();
        private Optional<Intent> planned = Optional.empty();

        Sandbox(String key) {
            this.key = new RoutingKey(key);
        }

        /** Returns the states by which its objects may have been made. */
        Stream<OwnersState> states() {
            return Stream.concat(follows.stream(), planned.map(Intent::from).stream());
        }
    }

    private static final class Lives {

        private final Random random;
        private final RouteWorld world;
        private final MeshAnswers mesh;
        private final List<Sandbox> sandboxes = KEYS.stream().map(Sandbox::new).toList();
        private final Map<String, GenericKubernetesResource> ours = new LinkedHashMap<>();
        private final List<OwnersState> states = new ArrayList<>();
        private final Map<List<GenericKubernetesResource>, MeshAnswers.Answers> mixtures = new HashMap<>();
        private int day = 12;

        Lives(Random random) {
            this.random = random;
            this.world = RouteWorld.ofSharedRoutes(random);
            this.mesh = new MeshAnswers(ClusterSpec.Mesh.ISTIO, world, REQUESTS);
            state(world.foreign());
        }

        private void state(List<GenericKubernetesResource> routes) {
            states.add(new OwnersState(routes, mesh.in(routes), day));
        }

        private Stream<MeshAnswers.Answers> withDelegatesOfNow(OwnersState state) {
            List<GenericKubernetesResource> delegates = latest().delegates();
            return state.delegates().equals(delegates)
                    ? Stream.empty()
                    : Stream.of(mixtures.computeIfAbsent(state.with(delegates), mesh::in));
        }

        private OwnersState latest() {
            return states.get(states.size() - 1);
        }

        void live() {
            for (int i = 0; i < EVENTS; i++) {
                Sandbox sandbox = sandboxes.get(random.nextInt(sandboxes.size()));
                switch (random.nextInt(7)) {
                    case 0 -> change();
                    case 1 -> close(sandbox);
                    case 2, 3 -> plan(sandbox);
                    case 4 -> writeAndDie(sandbox);
                    default -> write(sandbox);
                }
            }
            settle();
            sandboxes.forEach(this::close);
            assertThat(ours).isEmpty();
        }

        /** When all have followed, requests are answered by the last state, and each sandbox has its entries. */
        private void settle() {
            for (int round = 0; round < 2; round++) {
                sandboxes.forEach(sandbox -> {
                    write(sandbox);
                    if (sandbox.open) {
                        plan(sandbox);
                        write(sandbox);
                        repair(sandbox);
                    }
                });
            }
            check();
            Statistics.label("at the end")
                    .collect(sandboxes.stream().filter(sandbox -> sandbox.open).count());
            sandboxes.forEach(sandbox -> sandbox.written.forEach(step -> SharedRoute.of(step.object())
                    .ifPresent(planned -> assertThat(planned.isIn(there(step).orElseThrow()))
                            .as(() -> sandbox.key + " in\n" + Serialization.asYaml(ours.values()))
                            .isTrue())));
        }

        /** Whoever finds its own entries taken out, or the frame of somebody who has read another state, joins again. */
        private void repair(Sandbox sandbox) {
            sandbox.written.forEach(step -> SharedRoute.of(step.object())
                    .filter(planned -> there(step)
                            .filter(there ->
                                    planned.isIn(there) && !planned.isLaterThan(there) && !planned.hasOtherFrame(there))
                            .isEmpty())
                    .ifPresent(planned -> put(step)));
        }

        private void change() {
            state(world.changed(latest().routes(), day++));
            check();
        }

        /** Sees what is there now; what it writes then, it may write later. */
        private void plan(Sandbox sandbox) {
            List<GenericKubernetesResource> seen = Stream.concat(
                            world.judged(latest().routes()).stream(), ours.values().stream())
                    .toList();
            try {
                List<PlanStep> steps = world.plan(sandbox.key, seen).steps().stream()
                        .filter(step -> step.wave() == Wave.ROUTE)
                        .toList();
                sandbox.planned = Optional.of(new Intent(steps, latest()));
            } catch (PreflightException refused) {
                close(sandbox);
            }
        }

        /** Who comes late follows as soon as it has written: its engine watches from before. */
        private void write(Sandbox sandbox) {
            boolean late = sandbox.planned
                    .filter(intent -> !intent.from().equals(latest()))
                    .isPresent();
            perform(sandbox);
            if (late) {
                plan(sandbox);
                perform(sandbox);
            }
        }

        /** Its own objects go with its lease; the entries stay in what is shared until somebody writes it. */
        private void writeAndDie(Sandbox sandbox) {
            perform(sandbox);
            sandbox.written.stream()
                    .filter(step -> SharedRoute.of(step.object()).isEmpty())
                    .forEach(step -> ours.remove(name(step)));
            List<PlanStep> left = sandbox.written;
            sandbox.written = List.of();
            sandbox.open = false;
            sandboxes.stream().filter(other -> other.open).forEach(this::repair);
            left.stream().filter(step -> !isHeld(step)).forEach(step -> ours.remove(name(step)));
            sandbox.follows = Optional.empty();
            check();
        }

        private void perform(Sandbox sandbox) {
            sandbox.planned.ifPresent(intent -> {
                sandbox.open = true;
                PlanDifference difference = PlanDifference.between(sandbox.written, intent.steps());
                sandbox.written = intent.steps();
                difference.made().forEach(this::put);
                difference.changed().forEach(this::put);
                difference.gone().forEach(step -> remove(step, sandbox));
                sandbox.follows = Optional.of(intent.from());
                sandbox.planned = Optional.empty();
                check();
            });
        }

        private void close(Sandbox sandbox) {
            sandbox.planned = Optional.empty();
            List<PlanStep> steps = new ArrayList<>(sandbox.written);
            Collections.reverse(steps);
            steps.forEach(step -> remove(step, sandbox));
            sandbox.written = List.of();
            sandbox.follows = Optional.empty();
            sandbox.open = false;
            check();
        }

        private void put(PlanStep step) {
            GenericKubernetesResource object = JSON.convertValue(step.object(), GenericKubernetesResource.class);
            Optional<SharedRoute> planned = SharedRoute.of(step.object());
            Optional<SharedRoute> there = there(step);
            if (planned.isPresent() && there.isPresent()) {
                object = planned.get().joined(there.get(), this::lives).object();
            } else {
                GenericKubernetesResource before = ours.get(name(step));
                object.getMetadata()
                        .setCreationTimestamp(
                                before == null
                                        ? RouteWorld.created(day++, 0)
                                        : before.getMetadata().getCreationTimestamp());
            }
            ours.put(name(step), object);
            check();
        }

        /** What is shared goes with the last of its owners. */
        private boolean isHeld(PlanStep step) {
            return there(step)
                    .filter(there -> there.keys().stream().anyMatch(this::lives))
                    .isPresent();
        }

        private boolean lives(String key) {
            return sandboxes.stream()
                    .anyMatch(sandbox -> sandbox.open && sandbox.key.value().equals(key));
        }

        private void remove(PlanStep step, Sandbox sandbox) {
            Optional<SharedRoute> left =
                    there(step).flatMap(there -> there.left(key -> key.equals(sandbox.key.value()) || !lives(key)));
            if (SharedRoute.of(step.object()).isPresent() && left.isPresent()) {
                ours.put(name(step), left.get().object());
            } else {
                ours.remove(name(step));
            }
            check();
        }

        private Optional<SharedRoute> there(PlanStep step) {
            return Optional.ofNullable(ours.get(name(step))).flatMap(SharedRoute::of);
        }

        private static String name(PlanStep step) {
            return step.object().getKind() + "/" + step.object().getMetadata().getNamespace() + "/"
                    + step.object().getMetadata().getName();
        }

        /**
         * Each request is answered by the last state of the owners' routes, or by one that some engine still follows. Rules are
         * copied word for word, so those of a followed state lead to the delegates that are there now.
         */
        private void check() {
            int oldest = sandboxes.stream()
                    .flatMap(Sandbox::states)
                    .mapToInt(states::indexOf)
                    .min()
                    .orElse(states.size() - 1);
            List<MeshAnswers.Answers> right = states.subList(oldest, states.size()).stream()
                    .flatMap(state -> Stream.concat(Stream.of(state.answers()), withDelegatesOfNow(state)))
                    .toList();
            List<GenericKubernetesResource> all = Stream.concat(latest().routes().stream(), ours.values().stream())
                    .toList();
            assertThat(mesh.in(all).unlike(right))
                    .as(() -> "beside\n" + Serialization.asYaml(all))
                    .isEmpty();
        }
    }
}
