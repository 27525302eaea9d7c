// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spurline.Explanation;
import dev.spurline.Explanation.Destination;
import dev.spurline.MeshRequest;
import dev.spurline.SandboxException;
import dev.spurline.internal.plan.PlanTestCase;
import dev.spurline.internal.survey.CustomKind;
import dev.spurline.internal.survey.IstioDefaults;
import dev.spurline.internal.survey.ServiceMesh;
import dev.spurline.internal.survey.Survey;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What explanations say; that they are right is held by the routing cases, in the module reliability. */
class RequestExplainerTests {

    private static final String SHOP = service("pricing")
            + service("pricing-k7f3q5tbma")
            + pod("pricing")
            + pod("pricing-k7f3q5tbma")
            + pod("cart");

    private static String service(String name) {
        return """
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: %1$s, namespace: shop}
                spec: {selector: {app: %1$s}, ports: [{name: http, port: 80}]}
                """.formatted(name);
    }

    private static String pod(String name) {
        return """
                ---
                apiVersion: v1
                kind: Pod
                metadata: {name: %1$s, namespace: shop, labels: {app: %1$s}}
                spec: {containers: [{name: app}, {name: istio-proxy}, {name: linkerd-proxy}]}
                status: {conditions: [{type: Ready, status: "True"}]}
                """.formatted(name);
    }

    /** The first is the oldest. */
    private static String virtualService(String age, String metadata, String spec) {
        return """
                ---
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {creationTimestamp: "2026-01-01T00:00:0%sZ", namespace: shop, %s}
                spec: {%s}
                """.formatted(age, metadata, spec);
    }

    private static String httpRoute(String metadata, String rules) {
        return """
                ---
                apiVersion: gateway.networking.k8s.io/v1
                kind: HTTPRoute
                metadata: {namespace: shop, %s}
                spec:
                  parentRefs: [{group: "", kind: Service, name: pricing}]
                  rules: [%s]
                status:
                  parents:
                  - controllerName: linkerd.io/policy-controller
                    parentRef: {group: "", kind: Service, name: pricing}
                    conditions: [{type: Accepted, status: "True"}]
                """.formatted(metadata, rules);
    }

    private static Survey survey(ServiceMesh mesh, String... manifests) {
        return Survey.of("shop")
                .mesh(mesh)
                .istio(List.of(IstioDefaults.usual("istio-system/istio")))
                .add(PlanTestCase.objects(SHOP + String.join("", manifests)))
                .build();
    }

    private static String explain(MeshRequest request, ServiceMesh mesh, String... manifests) {
        return RequestExplainer.explain(request, survey(mesh, manifests)).toString();
    }

    @Test
    void tellsTheWinnerFirstAndThenWhyNothingBeforeItDecides() {
        String keyed = virtualService(
                "2",
                "name: keyed",
                "hosts: [pricing], exportTo: [web], http: [{route: [{destination: {host: pricing-k7f3q5tbma}}]}]");
        String user = virtualService(
                "1",
                "name: pricing",
                "hosts: [pricing], http: ["
                        + "{name: put, match: [{method: {exact: PUT}}], route: [{destination: {host: pricing}}]},"
                        + "{name: gold, match: [{uri: {prefix: /gold}}, {headers: {x-tenant: {exact: gold}}}], route: [{destination: {host: pricing}}]},"
                        + "{name: rest, route: [{destination: {host: pricing}}]}]");
        String young = virtualService(
                "3", "name: young", "hosts: [pricing], http: [{route: [{destination: {host: pricing}}]}]");

        assertThat(explain(
                        MeshRequest.to("pricing")
                                .from("shop/cart")
                                .path("/price?id=1")
                                .header("X-Tenant", "silver"),
                        ServiceMesh.ISTIO,
                        keyed,
                        user,
                        young))
                .isEqualTo("""
                        GET /price?id=1 to pricing from shop/cart: Service [shop/pricing:80], workloads [shop/pricing]
                          by VirtualService [shop/pricing], spec.http[2], route [rest], which takes every request
                          passed over:
                            VirtualService [shop/keyed]: caller's namespace [shop] is not in its exportTo [web]
                            VirtualService [shop/young]: is younger than VirtualService [shop/pricing], and Istio follows one of them alone
                            VirtualService [shop/pricing], spec.http[0]: method is [GET], wants exact [PUT]
                            VirtualService [shop/pricing], spec.http[1].match[0]: path is [/price], wants prefix [/gold]
                            VirtualService [shop/pricing], spec.http[1].match[1]: header [x-tenant] is [silver], wants exact [gold]""");
    }

    @Test
    void tellsWhatTheProxyAnswersItself() {
        assertThat(
                        explain(
                                MeshRequest.to("pricing").from("shop/cart"),
                                ServiceMesh.ISTIO,
                                virtualService(
                                        "1",
                                        "name: pricing",
                                        "hosts: [pricing], http: [{match: [{uri: {exact: /a}}], route: [{destination: {host: pricing}}]}]")))
                .isEqualTo("""
                        GET / to pricing from shop/cart: the proxy answers [404]
                          no rule of VirtualService [shop/pricing] takes it, and nothing else is asked
                          passed over:
                            VirtualService [shop/pricing], spec.http[0]: path is [/], wants exact [/a]""");
    }

    @Test
    void tellsWhyADestinationDoesNotAnswer() {
        assertThat(explain(
                        MeshRequest.to("pricing").from("shop/cart"),
                        ServiceMesh.ISTIO,
                        virtualService(
                                "1",
                                "name: pricing",
                                "hosts: [pricing], http: [{route: [{destination: {host: pricing, subset: v2}}]}]")))
                .isEqualTo("""
                        GET / to pricing from shop/cart: the proxy answers [503], because no DestinationRule for this caller has subset [v2] of Service [shop/pricing]
                          by VirtualService [shop/pricing], spec.http[0], which takes every request""");
    }

    @Test
    void namesAllThatShareRequestsByWeight() {
        Explanation explanation = RequestExplainer.explain(
                MeshRequest.to("pricing").from("shop/cart"),
                survey(
                        ServiceMesh.ISTIO,
                        httpRoute(
                                "name: split",
                                "{backendRefs: [{name: pricing, port: 80, weight: 9}, {name: pricing-k7f3q5tbma, port: 80}]}")));

        assertThat(explanation.destinations()).extracting(Destination::weight).containsExactly(9, 1);
        assertThat(explanation).hasToString("""
                GET / to pricing from shop/cart: one of 2 Services
                  by HTTPRoute [shop/split], spec.rules[0], route [shop.split.0], which takes every request
                    weight [9] of [10]: Service [shop/pricing:80], workloads [shop/pricing]
                    weight [1] of [10]: Service [shop/pricing-k7f3q5tbma:80], workloads [shop/pricing-k7f3q5tbma]""");
    }

    @Test
    void tellsOfLinkerdWhichRuleIsBetterWhereSeveralTakeARequest() {
        assertThat(
                        explain(
                                MeshRequest.to("pricing")
                                        .from("shop/cart")
                                        .path("/a/b")
                                        .header("x-key", "k1"),
                                ServiceMesh.LINKERD,
                                httpRoute(
                                        "name: user",
                                        "{matches: [{path: {value: /a}}], backendRefs: [{name: pricing, port: 80}]}"),
                                httpRoute(
                                        "name: keyed",
                                        "{matches: [{headers: [{name: x-key, value: k1}]}], backendRefs: [{name: pricing-k7f3q5tbma, port: 80}]}")))
                .isEqualTo("""
                        GET /a/b to pricing from shop/cart: Service [shop/pricing:80], workloads [shop/pricing]
                          by HTTPRoute [shop/user], spec.rules[0], route [shop.user.0], which wants path under [/a]
                          passed over:
                            HTTPRoute [shop/keyed], spec.rules[0]: takes it, too, but HTTPRoute [shop/user], spec.rules[0] matches more of the path""");
    }

    @Test
    void isNotLongWhereNothingButOneRuleOfManyFits() {
        String[] rules = new String[60];
        Arrays.setAll(
                rules, i -> "{match: [{uri: {exact: /%d}}], route: [{destination: {host: pricing}}]}".formatted(i));
        String text = explain(
                MeshRequest.to("pricing").from("shop/cart").path("/59"),
                ServiceMesh.ISTIO,
                virtualService("1", "name: many", "hosts: [pricing], http: [%s]".formatted(String.join(",", rules))));

        assertThat(text.lines()).hasSizeLessThanOrEqualTo(25);
        assertThat(text).contains("spec.http[59]").endsWith("    and 45 more");
    }

    @Test
    void tellsWhatWasNotRead() {
        Survey survey = Survey.of("shop")
                .mesh(ServiceMesh.ISTIO)
                .add(PlanTestCase.objects(SHOP))
                .unread(Survey.Unread.elsewhere(CustomKind.VIRTUAL_SERVICE.kind(), Survey.Unread.NOT_GRANTED))
                .unread(new Survey.Unread(CustomKind.SIDECAR.kind(), "shop", "403 Forbidden"))
                .unread(new Survey.Unread("NetworkPolicy", "shop", "403 Forbidden"))
                .build();

        assertThat(RequestExplainer.explain(MeshRequest.to("pricing"), survey).unknown())
                .containsExactly(
                        "Sidecars of namespace [shop] cannot be read (403 Forbidden): one there may decide instead",
                        "VirtualServices of other namespaces cannot be read (no permission to list it): one there may decide instead");
    }

    @Test
    void tellsThatGatewaysWereNotReadWhereTheyDecide() {
        Survey survey = Survey.of("shop")
                .mesh(ServiceMesh.ISTIO)
                .add(PlanTestCase.objects(SHOP))
                .unread(Survey.Unread.elsewhere(CustomKind.ISTIO_GATEWAY.kind(), Survey.Unread.NOT_GRANTED))
                .build();

        assertThat(RequestExplainer.explain(MeshRequest.to("shop.example.com").fromGateway("shop/cart"), survey)
                        .unknown())
                .contains(
                        "Gateways of other namespaces cannot be read (no permission to list it): one there may decide instead");
        assertThat(RequestExplainer.explain(MeshRequest.to("pricing"), survey).unknown())
                .isEmpty();
    }

    @Test
    void tellsWhatIsNotKnownOfTheMeshItself() {
        Survey survey = Survey.of("shop")
                .mesh(ServiceMesh.ISTIO)
                .istio(List.of(IstioDefaults.unread("istio-system/istio", "no permission to get it")))
                .add(PlanTestCase.objects(SHOP
                        + virtualService(
                                "1",
                                "name: pricing",
                                "hosts: [pricing], http: [{route: [{destination: {host: pricing}}]}]")
                        + """
                        ---
                        apiVersion: networking.istio.io/v1
                        kind: DestinationRule
                        metadata: {name: pricing, namespace: shop}
                        spec: {host: pricing}
                        """))
                .build();

        assertThat(RequestExplainer.explain(MeshRequest.to("pricing"), survey).unknown())
                .containsExactly(
                        "defaultVirtualServiceExportTo of the mesh is not known (ConfigMap [istio-system/istio]: no permission to get it): VirtualServices without exportTo are taken for ones for [*]",
                        "Istio's root namespace is not known (ConfigMap [istio-system/istio]: no permission to get it): DestinationRules of [istio-system] are taken for its");
    }

    @Test
    void tellsThatNothingIsKnownOfACallerWithoutPods() {
        assertThat(explain(MeshRequest.to("pricing").from("shop/web"), ServiceMesh.ISTIO))
                .isEqualTo("""
                GET / to pricing from shop/web: Service [shop/pricing:80], workloads [shop/pricing]
                  to the Service itself, because no route is on it for this caller
                  not known:
                    no ready pod of caller [shop/web] was read: it is taken for one with a proxy, and what is for labels of its pods is passed over""");
    }

    @Test
    void aHostThatMayBeOfAServiceEntryElsewhereIsNotKnown() {
        Explanation explanation = RequestExplainer.explain(
                MeshRequest.to("pricing").from("shop/cart"),
                survey(
                        ServiceMesh.ISTIO,
                        virtualService(
                                "1",
                                "name: pricing",
                                "hosts: [pricing], http: [{route: [{destination: {host: rates.example.com}}]}]")));

        assertThat(explanation.status()).isEmpty();
        assertThat(explanation.unknown())
                .containsExactly(
                        "host [rates.example.com] is neither the full name of a Service nor of a ServiceEntry that was read: the proxy answers [503] unless a ServiceEntry of another namespace has it");
    }

    @Test
    void linkerdFollowsNoGrpcRouteOnAPortThatDeclaresHttp() {
        String declared = """
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: rates, namespace: shop}
                spec: {selector: {app: pricing}, ports: [{name: http, port: 80, appProtocol: http}]}
                """;
        String route = httpRoute("name: calls", "{backendRefs: [{name: pricing-k7f3q5tbma, port: 80}]}")
                .replace("HTTPRoute", "GRPCRoute")
                .replace("name: pricing}", "name: rates}");

        assertThat(explain(MeshRequest.to("rates").from("shop/cart"), ServiceMesh.LINKERD, declared, route))
                .isEqualTo("""
                        GET / to rates from shop/cart: Service [shop/rates:80], workloads [shop/pricing]
                          to the Service itself, because no route is on it for this caller
                          passed over:
                            GRPCRoute [shop/calls]: is a GRPCRoute, which Linkerd does not follow on a port that declares appProtocol [http]""");
    }

    @Test
    void tellsNoSecretOfEnvoys() {
        assertThat(explain(
                        MeshRequest.to("pricing")
                                .from("shop/cart")
                                .header("baggage", "a=1, spurline-fork.cart.shop.80=cart-k7f3q5tbma.s3cr3tXY;p,b=2"),
                        ServiceMesh.ENVOY))
                .contains(
                        "header [baggage] is [a=1, spurline-fork.cart.shop.80=cart-k7f3q5tbma.***;p,b=2], and has no such member with the name of a fork")
                .doesNotContain("s3cr3t");
    }

    @Test
    void tellsWhereTheRequestItselfNamesTheFork() {
        assertThat(explain(
                        MeshRequest.to("pricing")
                                .from("shop/cart")
                                .header("baggage", "a=1, spurline-fork.pricing.shop.80=pricing-k7f3q5tbma"),
                        ServiceMesh.ENVOY))
                .isEqualTo("""
                        GET / to pricing from shop/cart: Service [shop/pricing-k7f3q5tbma:80], workloads [shop/pricing-k7f3q5tbma]
                          by baggage member [spurline-fork.pricing.shop.80], which names the fork [pricing-k7f3q5tbma]
                          not known:
                            whether the Envoy of caller [shop/cart] obeys staging overrides is in no object of the cluster""");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "spurline-fork.pricing.shop.80=pricing-k7f3q5tbma            | shop/pricing-k7f3q5tbma",
                "a=1 , spurline-fork.pricing.shop.80 = pricing-k7f3q5tbma;p  | shop/pricing-k7f3q5tbma",
                "spurline-fork.pricing.shop.80=pricing-k7f3q5tbma.s3cr3tXY,b=2 | shop/pricing-k7f3q5tbma",
                "spurline-fork.pricing.shop.80=pricing                       | shop/pricing",
                "spurline-fork.pricing.shop.81=pricing-k7f3q5tbma            | shop/pricing",
                "spurline-fork.cart.shop.80=pricing-k7f3q5tbma               | shop/pricing",
            })
    void readsTheMemberOfTheCalledServiceAlone(String baggage, String service) {
        Explanation explanation = RequestExplainer.explain(
                MeshRequest.to("pricing").from("shop/cart").header("baggage", baggage), survey(ServiceMesh.ENVOY));

        assertThat(explanation.destinations()).extracting(Destination::service).containsExactly(service);
    }

    @Test
    void tellsWhereNothingRoutes() {
        assertThat(explain(MeshRequest.to("pricing"), ServiceMesh.NONE)).isEqualTo("""
                GET / to pricing: Service [shop/pricing:80], workloads [shop/pricing]
                  to the Service itself, because no mesh routes requests here""");
    }

    @Test
    void joinsWhatStandsAtAWaypoint() {
        String labelled = """
                ---
                apiVersion: v1
                kind: Namespace
                metadata: {name: shop, labels: {istio.io/use-waypoint: waypoint}}
                """;
        String a = virtualService(
                "1",
                "name: a",
                "hosts: [pricing], http: [{match: [{uri: {prefix: /a}}], route: [{destination: {host: pricing}}]}]");
        String b = virtualService(
                "2",
                "name: b",
                "hosts: [pricing], http: [{match: [{uri: {prefix: /b}}], route: [{destination: {host: pricing-k7f3q5tbma}}]}]");
        MeshRequest request = MeshRequest.to("pricing").from("shop/cart").path("/b");

        assertThat(explain(request, ServiceMesh.ISTIO_AMBIENT, labelled, a, b)).isEqualTo("""
                        GET /b to pricing from shop/cart: Service [shop/pricing-k7f3q5tbma:80], workloads [shop/pricing-k7f3q5tbma]
                          by VirtualService [shop/b], spec.http[0], which wants path prefix [/b]
                          passed over:
                            VirtualService [shop/a], spec.http[0]: path is [/b], wants prefix [/a]
                          not known:
                            a waypoint of Istio before 1.30 follows VirtualService [shop/a] alone""");
        assertThat(explain(request, ServiceMesh.ISTIO_AMBIENT, a, b)).isEqualTo("""
                        GET /b to pricing from shop/cart: Service [shop/pricing:80], workloads [shop/pricing]
                          to the Service itself, because it has no waypoint, without which ambient Istio routes no request""");
    }

    @Test
    void tellsNoCredential() {
        assertThat(
                        explain(
                                MeshRequest.to("pricing").from("shop/cart").header("Authorization", "Bearer s3cr3t"),
                                ServiceMesh.ISTIO,
                                virtualService(
                                        "1",
                                        "name: pricing",
                                        "hosts: [pricing], http: [{match: [{headers: {authorization: {prefix: Basic}}}], route: [{destination: {host: pricing}}]}]")))
                .contains("header [authorization] is [***], wants prefix [Basic]")
                .doesNotContain("s3cr3t");
    }

    @Test
    void refusesAnAddressThatIsNone() {
        Survey survey = survey(ServiceMesh.ISTIO);

        assertThatThrownBy(() -> RequestExplainer.explain(MeshRequest.to("pricng"), survey))
                .isInstanceOf(SandboxException.class)
                .hasMessage("There is no Service [pricng] in namespace [shop]: did you mean [shop/pricing]?");
        assertThatThrownBy(() -> RequestExplainer.explain(MeshRequest.to("pricing:81"), survey))
                .isInstanceOf(SandboxException.class)
                .hasMessage("Service [shop/pricing] has no port [81]; it has [http/80]");
        assertThatThrownBy(() -> RequestExplainer.explain(
                        MeshRequest.to("shop.example.com:http").fromGateway("shop/cart"), survey))
                .isInstanceOf(SandboxException.class)
                .hasMessage(
                        "Address [shop.example.com:http] of a request at gateway [shop/cart] has the port [http]: write the number of a port that its Service opens, as [:80], or none for 80");
        assertThatThrownBy(() -> MeshRequest.to("pricing").path("a"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Path [a] does not begin with [/]");
        assertThatThrownBy(() -> MeshRequest.to(" "))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A request needs an address: a Service such as [pricing:8080], or a host");
    }
}
