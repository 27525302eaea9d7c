// SPDX-License-Identifier: Apache-2.0
package dev.spurline.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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
import dev.spurline.internal.plan.RouteWorld;
import dev.spurline.internal.routing.ModelRequest;
import dev.spurline.internal.survey.CustomKind;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Service;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** What requests without a key are answered, whoever sends them, as the embedded mesh's own route tables decide. */
final class MeshAnswers {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final ClusterSpec.Mesh mesh;
    private final List<Service> services;
    private final List<ServicePort> ports;
    private final List<ModelRequest> requests;
    private final IdentityHashMap<GenericKubernetesResource, MeshRoute> read = new IdentityHashMap<>();

    /**
     * Prepares for the Services of a world.
     *
     * @param count how many requests each of them is asked
     */
    MeshAnswers(ClusterSpec.Mesh mesh, RouteWorld world, int count) {
        this.mesh = mesh;
        this.services = world.services();
        this.ports = services.stream()
                .flatMap(service -> world.requestPorts(service).stream()
                        .map(port ->
                                new ServicePort("shop", service.getMetadata().getName(), port)))
                .toList();
        this.requests = Stream.generate(world::request).limit(count).toList();
    }

    private Map<String, String> annotations(ServicePort port) {
        return services.stream()
                .filter(service -> service.getMetadata().getName().equals(port.name()))
                .map(service ->
                        Objects.requireNonNullElse(service.getMetadata().getAnnotations(), Map.<String, String>of()))
                .findFirst()
                .orElse(Map.of());
    }

    private RouteObjects read(Collection<GenericKubernetesResource> routes) {
        List<MeshRoute> others = routes.stream()
                .filter(route -> !CustomKind.VIRTUAL_SERVICE.holds(route))
                .map(route ->
                        this.read.computeIfAbsent(route, unread -> RouteKind.read(JSON.<JsonNode>valueToTree(unread))))
                .toList();
        List<VirtualServiceObject> objects = routes.stream()
                .filter(CustomKind.VIRTUAL_SERVICE::holds)
                .map(object -> VirtualServiceObject.read(JSON.valueToTree(object)))
                .toList();
        return new RouteObjects(others, VirtualServiceDelegates.merge(objects, List.of("*")));
    }

    /** Returns what each request is answered beside some routes. */
    Answers in(Collection<GenericKubernetesResource> routes) {
        RouteObjects read = read(routes);
        Map<Question, Object> answers = new LinkedHashMap<>();
        for (String caller : RouteWorld.CALLERS) {
            for (ServicePort port : ports) {
                RouteTable table = RouteTable.of(
                        mesh, read, port, RouteCaller.sidecar(caller, Map.of()), ServiceDetails.of(annotations(port)));
                requests.forEach(request ->
                        answers.put(new Question(caller, port, request), seen(table.decide(new Head(request)))));
            }
        }
        return new Answers(answers);
    }

    record Question(String caller, ServicePort port, ModelRequest request) {}

    record Answers(Map<Question, Object> all) {

        Object to(Question question) {
            return Objects.requireNonNull(all.get(question));
        }

        /**
         * Returns the questions that are answered otherwise than in each of some states, with the answer. Where everything
         * failed before, any answer is better.
         */
        Map<Question, Object> unlike(Collection<Answers> right) {
            Map<Question, Object> wrong = new LinkedHashMap<>();
            all.forEach((question, answer) -> {
                List<Object> expected =
                        right.stream().map(answers -> answers.to(question)).toList();
                if (!expected.contains(answer) && !expected.contains(new RouteDecision.InvalidPolicy())) {
                    wrong.put(question, answer);
                }
            });
            return wrong;
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
