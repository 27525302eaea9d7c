// SPDX-License-Identifier: Apache-2.0
package dev.spurline.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.spurline.PreflightException;
import dev.spurline.cluster.ClusterSpec;
import dev.spurline.embedded.internal.mesh.routing.MeshRoute;
import dev.spurline.embedded.internal.mesh.routing.RequestHead;
import dev.spurline.embedded.internal.mesh.routing.RouteCaller;
import dev.spurline.embedded.internal.mesh.routing.RouteDecision;
import dev.spurline.embedded.internal.mesh.routing.RouteKind;
import dev.spurline.embedded.internal.mesh.routing.RouteObjects;
import dev.spurline.embedded.internal.mesh.routing.RoutePolicy;
import dev.spurline.embedded.internal.mesh.routing.RouteTable;
import dev.spurline.embedded.internal.mesh.routing.ServiceDetails;
import dev.spurline.embedded.internal.mesh.routing.ServicePort;
import dev.spurline.embedded.internal.mesh.routing.VirtualServiceDelegates;
import dev.spurline.embedded.internal.mesh.routing.VirtualServiceObject;
import dev.spurline.internal.plan.PlanDifference;
import dev.spurline.internal.plan.PlanStep;
import dev.spurline.internal.plan.RouteWorld;
import dev.spurline.internal.plan.Wave;
import dev.spurline.internal.routing.ModelRequest;
import dev.spurline.internal.survey.CustomKind;
import dev.spurline.internal.survey.ServiceMesh;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
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

        private final ClusterSpec.Mesh mesh;
        private final RouteWorld world;
        private final List<ServicePort> ports;
        private final List<ModelRequest> requests;
        private final Map<String, GenericKubernetesResource> ours = new LinkedHashMap<>();
        private final IdentityHashMap<GenericKubernetesResource, MeshRoute> read = new IdentityHashMap<>();
        private final List<Answers> right = new ArrayList<>();
        private List<GenericKubernetesResource> foreign;
        private List<PlanStep> plan = List.of();
        private int day = 12;

        Life(ServiceMesh planned, ClusterSpec.Mesh mesh, Random random) {
            this.mesh = mesh;
            this.world = new RouteWorld(planned, random);
            this.foreign = world.foreign();
            this.ports = world.services().stream()
                    .flatMap(service -> world.requestPorts(service).stream()
                            .map(port -> new ServicePort(
                                    "shop", service.getMetadata().getName(), port)))
                    .toList();
            this.requests = Stream.generate(world::request).limit(REQUESTS).toList();
        }

        void live() {
            right.add(answers(foreign));
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
            right.add(answers(world.inForce(unjudged)));
            right.add(answers(foreign));
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
            Answers now = answers(with(foreign));
            for (Question question : now.all().keySet()) {
                List<Object> expected =
                        right.stream().map(answers -> answers.to(question)).toList();
                // Where everything failed before, any answer is better.
                if (!expected.contains(now.to(question)) && !expected.contains(new RouteDecision.InvalidPolicy())) {
                    assertThat(now.to(question)).as(describe(question)).isIn(expected);
                }
            }
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

        private String describe(Question question) {
            return "%s from %s to %s beside%n%s"
                    .formatted(
                            question.request(),
                            question.caller(),
                            question.port(),
                            Serialization.asYaml(with(foreign)));
        }

        private Map<String, String> annotations(ServicePort port) {
            return world.services().stream()
                    .filter(service -> service.getMetadata().getName().equals(port.name()))
                    .map(service -> Objects.requireNonNullElse(
                            service.getMetadata().getAnnotations(), Map.<String, String>of()))
                    .findFirst()
                    .orElse(Map.of());
        }

        private RouteObjects read(Collection<GenericKubernetesResource> routes) {
            List<MeshRoute> others = routes.stream()
                    .filter(route -> !CustomKind.VIRTUAL_SERVICE.holds(route))
                    .map(route -> this.read.computeIfAbsent(
                            route, unread -> RouteKind.read(JSON.<JsonNode>valueToTree(unread))))
                    .toList();
            List<VirtualServiceObject> objects = routes.stream()
                    .filter(CustomKind.VIRTUAL_SERVICE::holds)
                    .map(object -> VirtualServiceObject.read(JSON.valueToTree(object)))
                    .toList();
            return new RouteObjects(others, VirtualServiceDelegates.merge(objects, List.of("*")));
        }

        private Answers answers(Collection<GenericKubernetesResource> routes) {
            RouteObjects read = read(routes);
            Map<Question, Object> answers = new LinkedHashMap<>();
            for (String caller : RouteWorld.CALLERS) {
                for (ServicePort port : ports) {
                    RouteTable table = RouteTable.of(
                            mesh,
                            read,
                            port,
                            RouteCaller.sidecar(caller, Map.of()),
                            ServiceDetails.of(annotations(port)));
                    requests.forEach(request ->
                            answers.put(new Question(caller, port, request), seen(table.decide(new Head(request)))));
                }
            }
            return new Answers(answers);
        }
    }

    private record Question(String caller, ServicePort port, ModelRequest request) {}

    private record Answers(Map<Question, Object> all) {

        Object to(Question question) {
            return Objects.requireNonNull(all.get(question));
        }
    }

    /** What a caller sees of a decision: not which route made it. */
    private static Object seen(RouteDecision decision) {
        if (decision instanceof RouteDecision.Forward forward) {
            return new RouteDecision.Forward(
                    "",
                    shares(forward.backends()),
                    forward.uri(),
                    forward.authority(),
                    forward.request(),
                    forward.response(),
                    forward.timeout(),
                    forward.retry(),
                    seen(forward.policy()));
        }
        if (decision instanceof RouteDecision.Redirect redirect) {
            return new RouteDecision.Redirect("", redirect.status(), redirect.location(), redirect.response());
        }
        return decision instanceof RouteDecision.Answer answer
                ? new RouteDecision.Answer("", answer.status(), answer.body(), answer.response(), answer.direct())
                : decision;
    }

    /** All Services are there, so that nobody sees what happens to requests for a missing one. */
    private static RoutePolicy seen(RoutePolicy policy) {
        return new RoutePolicy(0, false, policy.fault(), policy.cors(), policy.mirrors(), policy.idle());
    }

    /** One alone gets all, whatever its weight. */
    private static List<RouteDecision.Backend> shares(List<RouteDecision.Backend> backends) {
        return backends.size() > 1
                ? backends
                : backends.stream()
                        .map(alone -> new RouteDecision.Backend(
                                alone.destination(), 1, alone.request(), alone.response(), alone.authority()))
                        .toList();
    }

    private record Head(ModelRequest request) implements RequestHead {

        @Override
        public String method() {
            return request.method();
        }

        @Override
        public String uri() {
            return request.query().isEmpty()
                    ? request.path()
                    : request.path() + "?q=" + request.query().get("q");
        }

        @Override
        public String authority() {
            return "pricing";
        }

        @Override
        public List<String> header(String name) {
            return Optional.ofNullable(request.headers().get(name)).stream().toList();
        }
    }
}
