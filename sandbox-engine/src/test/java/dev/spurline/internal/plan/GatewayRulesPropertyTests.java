// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.spurline.ForkSpec;
import dev.spurline.Settings;
import dev.spurline.embedded.internal.mesh.routing.GatewayApiListeners;
import dev.spurline.embedded.internal.mesh.routing.GatewayObject;
import dev.spurline.embedded.internal.mesh.routing.MeshRoute;
import dev.spurline.embedded.internal.mesh.routing.RequestHead;
import dev.spurline.embedded.internal.mesh.routing.RouteCaller;
import dev.spurline.embedded.internal.mesh.routing.RouteDecision;
import dev.spurline.embedded.internal.mesh.routing.RouteKind;
import dev.spurline.embedded.internal.mesh.routing.RouteObjects;
import dev.spurline.embedded.internal.mesh.routing.RouteTable;
import dev.spurline.embedded.internal.mesh.routing.ServiceDetails;
import dev.spurline.embedded.internal.mesh.routing.ServicePort;
import dev.spurline.embedded.internal.mesh.routing.VirtualServiceDelegates;
import dev.spurline.embedded.internal.mesh.routing.VirtualServiceObject;
import dev.spurline.internal.survey.CustomKind;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.statistics.Statistics;

/**
 * Whatever others have at a gateway: requests without a key are answered by the embedded mesh as without the sandbox, also
 * when one of the others has gone and ours have not followed yet; those with the key by the same rule, and by the fork where
 * that leads to its baseline.
 */
class GatewayRulesPropertyTests extends PlanTestCase {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> HOSTS = List.of("a.example.com", "b.example.com", "*.example.com", "*");
    private static final List<String> PATHS = List.of("/", "/a", "/a/b", "/b", "/c");
    private static final String FORK = "pricing-" + KEY.value();
    private static final int REQUESTS = 12;

    private static final String ISTIO = """
            apiVersion: networking.istio.io/v1
            kind: Gateway
            metadata: {name: edge, namespace: shop}
            spec:
              selector: {istio: ingressgateway}
              servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: [%s]}]
            """;

    private static final String LISTENER = """
            apiVersion: gateway.networking.k8s.io/v1
            kind: Gateway
            metadata: {name: edge, namespace: shop}
            spec: {gatewayClassName: istio, listeners: [{name: web, port: 80, protocol: HTTP}]}
            """;

    @Property(tries = 300)
    void byVirtualServices(@ForAll long seed) {
        new World(new Random(seed), true).check();
    }

    @Property(tries = 300)
    void byRoutesOfTheGatewayApi(@ForAll long seed) {
        new World(new Random(seed), false).check();
    }

    /** What there is, and what a sandbox adds to it. */
    private static final class World {

        private final Random random;
        private final boolean virtual;
        private final String gateway;
        private final List<GatewayObject> gateways;
        private final List<GenericKubernetesResource> others;
        private int rules;

        World(Random random, boolean virtual) {
            this.random = random;
            this.virtual = virtual;
            this.gateway = virtual ? ISTIO.formatted(chance(3) ? "a.example.com, b.example.com" : "\"*\"") : LISTENER;
            JsonNode read = JSON.valueToTree(objects(gateway).get(0));
            this.gateways = virtual ? List.of(GatewayObject.read(read)) : GatewayApiListeners.read(read);
            this.others = IntStream.rangeClosed(1, 1 + random.nextInt(3))
                    .mapToObj(i -> route(i))
                    .toList();
        }

        private boolean chance(int of) {
            return random.nextInt(of) == 0;
        }

        private <T> T any(List<T> list) {
            return list.get(random.nextInt(list.size()));
        }

        private GenericKubernetesResource route(int number) {
            // Overlapping hosts get no rules: most worlds have one host.
            String host = chance(4) ? any(HOSTS) : "a.example.com";
            List<String> all = IntStream.rangeClosed(1, 1 + random.nextInt(3))
                    .mapToObj(i -> virtual ? istioRule() : rule())
                    .toList();
            String spec = virtual
                    ? "{hosts: [\"%s\"], gateways: [edge], %s http: [%s]}"
                            .formatted(host, chance(6) ? "exportTo: [istio-system]," : "", String.join(", ", all))
                    : "{parentRefs: [{name: edge}], %s rules: [%s]}"
                            .formatted(
                                    host.equals("*") ? "" : "hostnames: [\"%s\"],".formatted(host),
                                    String.join(", ", all));
            String yaml = """
                    apiVersion: %s
                    kind: %s
                    metadata: {name: r%d, namespace: shop, uid: u%3$d, creationTimestamp: "2026-03-01T10:00:0%3$dZ"}
                    spec: %s
                    """.formatted(
                            virtual ? "networking.istio.io/v1" : "gateway.networking.k8s.io/v1",
                            virtual ? "VirtualService" : "HTTPRoute",
                            number,
                            spec);
            return (GenericKubernetesResource) objects(yaml).get(0);
        }

        private String istioRule() {
            List<String> matches = IntStream.range(0, random.nextInt(3))
                    .mapToObj(i -> istioMatch())
                    .toList();
            return "{match: [%s], route: [{destination: {host: %s}}], headers: {response: {set: {x-rule: r%d}}}}"
                    .formatted(String.join(", ", matches), service(), rules++);
        }

        private String istioMatch() {
            List<String> fields = new ArrayList<>();
            if (!chance(3)) {
                fields.add(
                        "uri: {%s: \"%s\"}".formatted(any(List.of("prefix", "prefix", "exact", "regex")), any(PATHS)));
            }
            if (chance(4)) {
                fields.add("method: {exact: POST}");
            }
            if (chance(4)) {
                fields.add("headers: {x-tenant: {exact: gold}}");
            }
            if (chance(8)) {
                fields.add("port: 80");
            }
            return "{" + String.join(", ", fields) + "}";
        }

        private String rule() {
            List<String> matches = IntStream.rangeClosed(0, random.nextInt(3))
                    .mapToObj(i -> match())
                    .toList();
            return ("{matches: [%s], backendRefs: [{name: %s, port: 80}], filters: [{type: ResponseHeaderModifier,"
                            + " responseHeaderModifier: {set: [{name: x-rule, value: r%d}]}}]}")
                    .formatted(String.join(", ", matches), service(), rules++);
        }

        private String match() {
            List<String> fields = new ArrayList<>();
            fields.add("path: {type: %s, value: \"%s\"}".formatted(any(List.of("PathPrefix", "Exact")), any(PATHS)));
            if (chance(4)) {
                fields.add("method: POST");
            }
            if (chance(3)) {
                fields.add("headers: [{name: x-tenant, value: gold}]");
            }
            if (chance(4)) {
                fields.add("queryParams: [{name: q, value: \"1\"}]");
            }
            return "{" + String.join(", ", fields) + "}";
        }

        private String service() {
            return chance(3) ? "cart" : "pricing";
        }

        void check() {
            Settings settings = name -> name.equals("spurline.no-store")
                    ? Optional.of(new Settings.Value("false", "the test"))
                    : Optional.empty();
            List<HasMetadata> there = new ArrayList<>(objects(resource("shop.yaml")));
            there.addAll(others);
            // Of Gateways of the Gateway API nothing is read.
            there.addAll(virtual ? objects(gateway) : List.of());
            SandboxPlan plan = plan(
                    survey("")
                            .add(there)
                            .serves(CustomKind.VIRTUAL_SERVICE, "v1")
                            .build(),
                    settings,
                    ForkSpec.of("pricing").env("DISCOUNT", "10"));
            List<GenericKubernetesResource> ours = plan.routes().stream()
                    .map(route -> route.object())
                    .filter(route -> route.getMetadata().getName().contains("-gateway-"))
                    .toList();
            ours.forEach(route -> route.getMetadata().setCreationTimestamp("2026-04-01T10:00:00Z"));
            boolean whole = plan.warnings().stream().noneMatch(warning -> warning.contains(" leads from a gateway "));
            Statistics.label("worlds")
                    .collect(ours.isEmpty() ? "without rules" : whole ? "all led" : "some led")
                    .coverage(found -> found.check("all led").percentage(share -> share > 25));
            checkWithoutKey(ours);
            checkWithKey(ours, whole);
        }

        private void checkWithoutKey(List<GenericKubernetesResource> ours) {
            List<Head> requests = requests(Map.of());
            List<String> before = answers(others, requests);
            assertThat(answers(with(others, ours), requests))
                    .as("%s", describe(ours))
                    .isEqualTo(before);
            for (GenericKubernetesResource gone : others) {
                List<GenericKubernetesResource> left =
                        others.stream().filter(other -> !other.equals(gone)).toList();
                List<String> after = answers(left, requests);
                List<String> meanwhile = answers(with(left, ours), requests);
                for (int i = 0; i < requests.size(); i++) {
                    assertThat(meanwhile.get(i))
                            .as(
                                    "%s without %s: %s",
                                    requests.get(i), gone.getMetadata().getName(), describe(ours))
                            .isIn(before.get(i), after.get(i));
                }
            }
        }

        private void checkWithKey(List<GenericKubernetesResource> ours, boolean whole) {
            Map<String, String> key = random.nextBoolean()
                    ? Map.of("x-spurline-key", KEY.value())
                    : Map.of("baggage", "a=b, spurline=" + KEY.value());
            List<Head> requests = requests(key);
            List<String> without = answers(others, requests);
            List<String> with = answers(with(others, ours), requests);
            for (int i = 0; i < requests.size(); i++) {
                String forked = without.get(i).replace("[pricing]", "[" + FORK + "]");
                assertThat(with.get(i))
                        .as("%s: %s", requests.get(i), describe(ours))
                        .isIn(whole ? List.of(forked) : List.of(forked, without.get(i)));
            }
        }

        private static List<GenericKubernetesResource> with(
                Collection<GenericKubernetesResource> some, Collection<GenericKubernetesResource> more) {
            return Stream.concat(some.stream(), more.stream()).toList();
        }

        private List<Head> requests(Map<String, String> key) {
            return IntStream.range(0, REQUESTS)
                    .mapToObj(i -> new Head(
                            chance(3) ? "POST" : "GET",
                            any(PATHS) + (chance(3) ? "?q=1" : ""),
                            any(List.of("a.example.com", "b.example.com", "c.example.org")),
                            key,
                            chance(3)))
                    .toList();
        }

        private List<String> answers(Collection<GenericKubernetesResource> routes, List<Head> requests) {
            List<MeshRoute> read = routes.stream()
                    .filter(route -> !CustomKind.VIRTUAL_SERVICE.holds(route))
                    .map(route -> RouteKind.read(JSON.<JsonNode>valueToTree(route)))
                    .toList();
            List<VirtualServiceObject> services = routes.stream()
                    .filter(CustomKind.VIRTUAL_SERVICE::holds)
                    .map(route -> VirtualServiceObject.read(JSON.valueToTree(route)))
                    .toList();
            RouteTable table = RouteTable.ofGateway(
                    new RouteObjects(read, VirtualServiceDelegates.merge(services, List.of("*"))),
                    gateways,
                    new ServicePort("istio-system", "ingress", 80),
                    RouteCaller.sidecar("istio-system", Map.of("istio", "ingressgateway")),
                    ServiceDetails.of(Map.of()));
            return requests.stream().map(request -> seen(table.decide(request))).toList();
        }

        /** Who answers, and by which rule of the others. */
        private static String seen(RouteDecision decision) {
            return decision instanceof RouteDecision.Forward forward
                    ? "%s %s"
                            .formatted(
                                    forward.backends().stream()
                                            .map(backend -> backend.service()
                                                    .map(ServicePort::name)
                                                    .orElse("nobody"))
                                            .collect(Collectors.toList()),
                                    forward.response())
                    : decision.toString();
        }

        private Described describe(List<GenericKubernetesResource> ours) {
            return new Described(ours, others, gateway);
        }
    }

    /** What a failure tells; nobody writes it out before. */
    private record Described(
            List<GenericKubernetesResource> ours, List<GenericKubernetesResource> others, String gateway) {

        @Override
        public String toString() {
            return "%s beside %s at %s".formatted(JSON.valueToTree(ours), JSON.valueToTree(others), gateway);
        }
    }

    private record Head(String method, String uri, String authority, Map<String, String> key, boolean gold)
            implements RequestHead {

        @Override
        public List<String> header(String name) {
            return name.equalsIgnoreCase("x-tenant") && gold
                    ? List.of("gold")
                    : Optional.ofNullable(key.get(name)).stream().toList();
        }
    }
}
