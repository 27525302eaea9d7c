// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.Explanation;
import dev.spurline.MeshRequest;
import dev.spurline.internal.explain.RequestExplainer;
import dev.spurline.internal.routing.ModelRequest;
import dev.spurline.internal.routing.StyleModel;
import dev.spurline.internal.routing.StyleModel.RouteDecider;
import dev.spurline.internal.survey.ServiceMesh;
import dev.spurline.internal.survey.Survey;
import dev.spurline.internal.text.JsonTrees;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Service;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** For random routes and requests, an explanation leads where the models of the styles say that the mesh leads. */
class RouteExplanationPropertyTests {

    private static final List<String> UNSUPPORTED = List.of("URLRewrite", "RequestMirror", "ExtensionRef", "CORS");

    @Property(tries = 200)
    void leadsWhereIstioLeads(@ForAll long seed) {
        check(ServiceMesh.ISTIO, new Random(seed));
    }

    @Property(tries = 200)
    void leadsWhereLinkerdLeads(@ForAll long seed) {
        check(ServiceMesh.LINKERD, new Random(seed));
    }

    private static void check(ServiceMesh mesh, Random random) {
        RouteWorld world = new RouteWorld(mesh, random);
        List<GenericKubernetesResource> routes = world.judged(world.foreign().stream()
                .filter(route -> !isDropped(route))
                .map(route -> mesh == ServiceMesh.LINKERD ? withPrefixes(route) : route)
                .toList());
        RouteDecider model = world.decider(world.inForce(routes));
        Survey survey = Survey.of("shop")
                .read(RouteWorld.CALLERS)
                .mesh(mesh)
                .add(world.services())
                .add(routes)
                .build();
        // The models do not know that calls are POSTs.
        boolean calls = routes.stream().anyMatch(route -> route.getKind().equals("GRPCRoute"));
        for (int i = 0; i < 20; i++) {
            ModelRequest any = i % 2 == 0 ? world.request() : world.keyed(world.request());
            ModelRequest request = calls ? posted(any) : any;
            for (String caller : RouteWorld.CALLERS) {
                for (int port : world.requestPorts(world.services().get(0))) {
                    if (calls
                            && mesh == ServiceMesh.LINKERD
                            && declaresHttp(world.services().get(0), port)) {
                        continue;
                    }
                    Explanation explanation = RequestExplainer.explain(asked(request, caller, port), survey);
                    assertThat(leads(explanation))
                            .as(explanation::toString)
                            .isEqualTo(leads(model.decide(caller, port, request), mesh));
                }
            }
        }
    }

    /** Linkerd follows no GRPCRoute on such a port; plans are refused, and the models do not know it. */
    private static boolean declaresHttp(Service service, int port) {
        return service.getSpec().getPorts().stream()
                .anyMatch(declared -> declared.getPort() == port && "http".equalsIgnoreCase(declared.getAppProtocol()));
    }

    /** Such a route is refused by plans, and the models do not know that the mesh drops it. */
    private static boolean isDropped(GenericKubernetesResource route) {
        String spec = String.valueOf(route.getAdditionalProperties().get("spec"));
        return UNSUPPORTED.stream().anyMatch(filter -> spec.contains("type=" + filter));
    }

    private static ModelRequest posted(ModelRequest request) {
        return new ModelRequest("POST", request.path(), request.headers(), request.query());
    }

    /** How long an exact path or an expression counts to Linkerd's proxy, the routing cases say, and the model does not. */
    private static GenericKubernetesResource withPrefixes(GenericKubernetesResource route) {
        ObjectNode copy = JsonTrees.tree(route).deepCopy();
        for (JsonNode rule : copy.at("/spec/rules")) {
            for (JsonNode match : rule.path("matches")) {
                if (match.path("path") instanceof ObjectNode path) {
                    String letters = path.path("value").asText().replaceAll("[^a-z/]", "");
                    path.put("type", "PathPrefix").put("value", letters.isEmpty() ? "/" : letters);
                }
            }
        }
        return JsonTrees.value(copy, GenericKubernetesResource.class);
    }

    private static MeshRequest asked(ModelRequest request, String caller, int port) {
        String query = request.query().entrySet().stream()
                .map(Map.Entry::toString)
                .collect(Collectors.joining("&", request.query().isEmpty() ? "" : "?", ""));
        return MeshRequest.to("shop/pricing:" + port)
                .from(caller)
                .method(request.method())
                .path(request.path() + query)
                .headers(request.headers());
    }

    private static Set<String> leads(Explanation explanation) {
        return explanation.destinations().isEmpty()
                ? Set.of(String.valueOf(explanation.status().orElseThrow()))
                : explanation.destinations().stream()
                        .map(destination -> destination.service().replaceFirst(".*/", ""))
                        .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> leads(Optional<JsonNode> rule, ServiceMesh mesh) {
        if (rule.isEmpty() || rule.get().equals(StyleModel.INVALID)) {
            return Set.of(rule.isEmpty() ? "404" : "500");
        }
        Optional<String> answer = answer(rule.get().path("filters"));
        JsonNode backends = rule.get().path("backendRefs");
        Set<String> names = new TreeSet<>();
        backends.forEach(backend -> {
            if (backend.path("weight").asInt(1) > 0) {
                names.add(backend.path("name").asText());
            }
        });
        String itself = mesh == ServiceMesh.LINKERD && backends.isEmpty() ? "pricing" : "500";
        return answer.map(Set::of).orElse(names.isEmpty() ? Set.of(itself) : names);
    }

    /** The models write what a VirtualService does in its own words. */
    private static Optional<String> answer(JsonNode filters) {
        for (JsonNode filter : filters) {
            if (filter.has("requestRedirect")) {
                return Optional.of(filter.at("/requestRedirect/statusCode").asText("302"));
            }
            if (filter.has("redirect")) {
                return Optional.of(filter.at("/redirect/redirectCode").asText("301"));
            }
            if (filter.has("directResponse")) {
                return Optional.of(filter.at("/directResponse/status").asText());
            }
        }
        return Optional.empty();
    }
}
