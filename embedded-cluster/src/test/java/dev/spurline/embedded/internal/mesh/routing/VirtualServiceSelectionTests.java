// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.routing;

import static dev.spurline.embedded.internal.mesh.routing.VirtualServices.in;
import static dev.spurline.embedded.internal.mesh.routing.VirtualServices.table;
import static dev.spurline.embedded.internal.mesh.routing.VirtualServices.virtualService;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spurline.embedded.internal.mesh.routing.Routes.Request;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Of several VirtualServices on one host a sidecar gets one; which one, as measured on istiod 1.31. */
class VirtualServiceSelectionTests {

    private static final String OLD = "2026-01-01T00:00:00Z";
    private static final String YOUNG = "2026-02-01T00:00:00Z";

    private static VirtualServiceObject on(
            String hosts, String namespace, String name, String created, String exportTo) {
        return virtualService(namespace, name, created, """
                hosts: %s
                exportTo: %s
                http: [{name: %s, match: [{uri: {prefix: /}}], route: [{destination: {host: pricing.shop.svc.cluster.local}}]}]
                """.formatted(hosts, exportTo, name));
    }

    private static VirtualServiceObject onPricing(String namespace, String name, String created, String exportTo) {
        return on("[pricing.shop.svc.cluster.local]", namespace, name, created, exportTo);
    }

    private static String winner(String callerNamespace, VirtualServiceObject... all) {
        return table(in(callerNamespace), all).decide(Request.get("/")).route();
    }

    /** Old and young are in shop, the Service's namespace, unless the column says where. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[]        | [clients] | shop    | young | old",
                "['*']     | [clients] | shop    | young | old",
                "['*']     | [clients] | third   | young | old",
                "['*']     | ['.']     | shop    | old   | young",
                "['.']     | [shop]    | shop    | default | old",
                "[shop]    | ['.']     | shop    | default | old",
                "[clients] | ['.']     | clients | young | default",
                "[clients] | [clients] | shop    | old   | default",
                "[clients, '*'] | [clients] | shop | young | old",
                "['*']     | ['*']     | third   | old   | old",
                "[]        | ['~']     | shop    | old   | old",
                "[clients, '~'] | ['*'] | shop   | young | young"
            })
    void prefersPrivateThenExportedByNameThenPublic(
            String oldExports, String youngExports, String youngNamespace, String inClients, String inShop) {
        VirtualServiceObject old = onPricing("shop", "old", OLD, oldExports);
        VirtualServiceObject young = onPricing(youngNamespace, "young", YOUNG, youngExports);

        assertThat(winner("clients", young, old)).isEqualTo(inClients);
        assertThat(winner("shop", young, old)).isEqualTo(inShop);
    }

    @Test
    void inOneSecondTheNameDecidesThenTheNamespace() {
        assertThat(winner("shop", onPricing("shop", "b", OLD, "[]"), onPricing("web", "a", OLD, "[]")))
                .isEqualTo("a");
        assertThat(table(in("shop"), onPricing("web", "a", OLD, "[]"), onPricing("shop", "a", OLD, "[]"))
                        .entries()
                        .get(0)
                        .config())
                .isEqualTo("/apis/networking.istio.io/v1/namespaces/shop/virtual-service/a");
    }

    @Test
    void oneThatNobodySeesCountsForNobody() {
        assertThat(winner("clients", onPricing("shop", "private", OLD, "['.']")))
                .isEqualTo("default");
        assertThat(winner("shop", onPricing("shop", "named", OLD, "[clients]"))).isEqualTo("default");
    }

    @Test
    void theLoserIsNotAskedWhereTheWinnerHasNoRule() {
        VirtualServiceObject narrow = virtualService("shop", "narrow", OLD, """
                hosts: [pricing]
                http: [{match: [{uri: {exact: /a}}], route: [{destination: {host: pricing}}]}]
                """);

        assertThat(table(in("shop"), narrow, onPricing("shop", "young", YOUNG, "[]"))
                        .decide(Request.get("/b")))
                .isEqualTo(new RouteDecision.Answer("", 404));
    }

    /** Source: buildSidecarVirtualHostsForVirtualService in istiod's route.go. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"{port: 9090}", "{sourceLabels: {app: other}}", "{sourceNamespace: web}", "{gateways: [gw]}"})
    void oneWithoutARuleForTheCallerLeavesTheHostToTheNext(String match) {
        VirtualServiceObject other = virtualService("shop", "other", OLD, """
                hosts: [pricing]
                http: [{name: other, match: [%s], route: [{destination: {host: pricing}}]}]
                """.formatted(match));

        assertThat(winner("shop", other, onPricing("shop", "young", YOUNG, "[]")))
                .isEqualTo("young");
        assertThat(winner("shop", other)).isEqualTo("default");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[pricing] | shop | found",
                "[pricing] | web | default",
                "[pricing.shop.svc.cluster.local] | web | found",
                "[PRICING.shop.svc.cluster.local] | web | found",
                "[pricing.shop] | shop | default",
                "[pricing.shop.svc] | shop | default",
                "[other, pricing] | shop | found",
                "['*.shop.svc.cluster.local'] | web | found",
                "['*.local'] | web | found",
                "['*.web.svc.cluster.local'] | web | default",
                "['*.pricing.shop.svc.cluster.local'] | web | default",
                "['*'] | web | found"
            })
    void isOnTheHostsThatItNamesWhereOnlyANameWithoutADotIsShort(String hosts, String namespace, String route) {
        assertThat(winner("shop", on(hosts, namespace, "found", OLD, "[]"))).isEqualTo(route);
    }

    /** Source: computeWildcardHostVirtualServiceIndex in istiod's sidecar.go. */
    @Test
    void prefersTheNameToAWildcardAndTheLongerWildcard() {
        VirtualServiceObject all = on("['*.local']", "shop", "all", OLD, "['.']");
        VirtualServiceObject namespace = on("['*.shop.svc.cluster.local']", "web", "namespace", OLD, "[]");
        VirtualServiceObject same = on("['*.shop.svc.cluster.local']", "web", "same", YOUNG, "[]");
        VirtualServiceObject name = onPricing("shop", "name", YOUNG, "[]");

        assertThat(winner("shop", all, namespace, same, name)).isEqualTo("name");
        assertThat(winner("shop", all, same, namespace)).isEqualTo("namespace");
        assertThat(winner("shop", all)).isEqualTo("all");
    }

    /** Source: separateVSHostsAndServices in istiod's route.go: the index does not ask whether there are rules. */
    @Test
    void aNameHidesAWildcardEvenWithoutARuleForTheCaller() {
        VirtualServiceObject name = virtualService("shop", "name", YOUNG, """
                hosts: [pricing]
                http: [{match: [{port: 9090}], route: [{destination: {host: pricing}}]}]
                """);

        assertThat(winner("shop", on("['*.local']", "shop", "all", OLD, "[]"), name))
                .isEqualTo("default");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"[mesh, gw] | first", "[mesh] | first", "[gw] | second", "[] | first"})
    void countsForSidecarsIfItIsBoundToTheMesh(String gateways, String winner) {
        VirtualServiceObject first = virtualService("shop", "first", OLD, """
                hosts: [pricing]
                gateways: %s
                http: [{name: first, route: [{destination: {host: pricing}}]}]
                """.formatted(gateways));

        assertThat(winner("shop", first, onPricing("shop", "second", YOUNG, "[]")))
                .isEqualTo(winner);
    }

    private static MeshRoute httpRoute(String namespace, String created) {
        return Routes.http(
                namespace,
                "route",
                created,
                "- {name: route, matches: [{path: {value: /}}], backendRefs: [{name: pricing, namespace: shop, port: 8080}]}");
    }

    /** Callers are in clients, and in the namespace of the Service. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a producer's route is first for its own namespace | [] | old | shop | young | vs | route",
                "elsewhere the older one counts | [] | young | shop | old | route | route",
                "exported by name it beats a producer's route | [clients] | young | shop | old | vs | route",
                "a consumer's route beats a public one | [] | old | clients | young | route | vs",
                "exported by name it beats a consumer's route | [clients] | young | clients | old | vs | default"
            })
    void stoodBesideByAnHttpRoute(
            String fact, String exports, String vsAge, String ns, String routeAge, String inClients, String inShop) {
        VirtualServiceObject vs = onPricing("shop", "vs", vsAge.equals("old") ? OLD : YOUNG, exports);
        MeshRoute route = httpRoute(ns, routeAge.equals("old") ? OLD : YOUNG);

        assertThat(table(in("clients"), List.of(route), vs)
                        .decide(Request.get("/"))
                        .route())
                .as(fact)
                .isEqualTo(inClients);
        assertThat(table(in("shop"), List.of(route), vs)
                        .decide(Request.get("/"))
                        .route())
                .as(fact)
                .isEqualTo(inShop);
    }

    /** Source: the name that mergeHTTPRoutes gives in istiod's route_collections.go, shop~pricing.… here. */
    @Test
    void inTheSameSecondAsAnHttpRouteTheNameDecides() {
        MeshRoute route = httpRoute("shop", OLD);

        assertThat(table(in("web"), List.of(route), onPricing("shop", "shop", OLD, "[]"))
                        .decide(Request.get("/"))
                        .route())
                .isEqualTo("shop");
        assertThat(table(in("web"), List.of(route), onPricing("shop", "vs", OLD, "[]"))
                        .decide(Request.get("/"))
                        .route())
                .isEqualTo("route");
    }

    /** A port of pricing that declares HTTP: there the host decides. Only pricing is a Service. */
    private static final ServiceDetails DECLARED = new ServiceDetails() {
        @Override
        public List<Integer> ports(String host) {
            return host.equals("pricing.shop.svc.cluster.local") ? List.of(80, 8080) : List.of();
        }

        @Override
        public boolean detects(ServicePort service) {
            return false;
        }

        @Override
        public Map<String, String> annotations(ServicePort service) {
            return Map.of();
        }
    };

    private record Addressed(String authority) implements RequestHead {

        @Override
        public String method() {
            return "GET";
        }

        @Override
        public String uri() {
            return "/";
        }

        @Override
        public List<String> header(String name) {
            return List.of();
        }
    }

    private static String addressed(String authority, int port, VirtualServiceObject... all) {
        RouteObjects objects = new RouteObjects(List.of(), VirtualServiceDelegates.merge(List.of(all), List.of("*")));
        return IstioRouteTable.of(objects, new ServicePort("shop", "pricing", port), in("shop"), DECLARED)
                .decide(new Addressed(authority))
                .route();
    }

    /** Source: BuildSidecarOutboundVirtualHosts in istiod's httproute.go, and its exception for port 80. */
    @Test
    void aSpellingThatIsNoQualifiedNameHasRoutesOfItsOwn() {
        VirtualServiceObject short80 = on("[pricing.shop]", "shop", "spelling", OLD, "[]");
        VirtualServiceObject both = on("[pricing, pricing.shop]", "shop", "both", OLD, "[]");
        VirtualServiceObject younger = on("[pricing.shop]", "shop", "younger", YOUNG, "[]");

        assertThat(addressed("pricing.shop:80", 80, short80)).isEqualTo("spelling");
        assertThat(addressed("PRICING.shop", 80, short80)).isEqualTo("spelling");
        assertThat(addressed("pricing", 80, short80)).isEqualTo("default");
        assertThat(addressed("pricing.shop:8080", 8080, short80))
                .as("at other ports only beside the name of a Service")
                .isEqualTo("default");
        assertThat(addressed("pricing.shop:8080", 8080, both)).isEqualTo("both");
        assertThat(addressed("pricing.shop:80", 80, onPricing("shop", "older", OLD, "[]"), younger))
                .as("all names are taken by the older one")
                .isEqualTo("older");
    }
}
