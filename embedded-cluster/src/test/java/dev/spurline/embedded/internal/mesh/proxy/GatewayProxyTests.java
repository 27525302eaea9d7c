// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.proxy;

import static dev.spurline.embedded.internal.mesh.routing.VirtualServices.virtualService;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.spurline.embedded.internal.mesh.routing.GatewayApiListeners;
import dev.spurline.embedded.internal.mesh.routing.GatewayObject;
import dev.spurline.embedded.internal.mesh.routing.MeshRoute;
import dev.spurline.embedded.internal.mesh.routing.RouteKind;
import dev.spurline.embedded.internal.mesh.routing.ServicePort;
import dev.spurline.embedded.internal.mesh.routing.VirtualServiceObject;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Gateways of Istio and the VirtualServices that are bound to them. Source: buildGatewayHTTPRouteConfig in istiod's
 * {@code pilot/pkg/networking/core/gateway.go}; istio.io/latest/docs/reference/config/networking/gateway.
 */
class GatewayProxyTests extends ProxyTestCase {

    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final Map<String, String> INGRESS = Map.of("istio", "ingressgateway");
    private static final ServicePort STOCK = new ServicePort("other", "stock", 8080);
    private static final ServicePort FORK = new ServicePort("shop", "fork", 8080);

    private final IngressGateway gateway = new IngressGateway(plane);

    @BeforeEach
    void makePods() {
        pod(PRICING, "base", request -> request.response().end("base"));
        pod(FORK, "fork", request -> request.response().end("fork"));
    }

    private static GatewayObject gateway(String name, String selector, String... servers) {
        return GatewayObject.read(
                yaml("{metadata: {namespace: shop, name: %s}, spec: {selector: {istio: %s}, servers: [%s]}}"
                        .formatted(name, selector, String.join(", ", servers))));
    }

    private static String server(int port, String hosts) {
        return "{port: {number: %d, protocol: HTTP, name: http}, hosts: [%s]}".formatted(port, hosts);
    }

    /** Returns a VirtualService that is a second younger for each number. */
    private static VirtualServiceObject routes(String namespace, int age, String spec) {
        return virtualService(namespace, "routes-" + age, "2026-01-01T00:00:0%dZ".formatted(age), spec);
    }

    private String get(int port, String host, String... header) {
        return get(INGRESS, port, host, header);
    }

    private String get(Map<String, String> labels, int port, String host, String... header) {
        HttpClient client = plane.vertx().createHttpClient(new HttpClientOptions().setKeepAlive(false));
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setHost("127.0.0.1")
                .setPort(gateway.localPort(labels, port))
                .setURI("/a")
                .putHeader("Host", host);
        if (header.length > 0) {
            options.putHeader(header[0], header[1]);
        }
        return DataPlane.join(client.request(options)
                .compose(request -> request.send()
                        .compose(response -> response.body().map(body -> answer(response, body.toString())))));
    }

    private static String answer(HttpClientResponse response, String body) {
        String location = response.getHeader("location");
        return response.statusCode() + " " + (location == null ? body : location);
    }

    private static final String TO_PRICING = "route: [{destination: {host: pricing.shop.svc.cluster.local}}]";
    private static final String TO_FORK = "route: [{destination: {host: fork.shop.svc.cluster.local}}]";

    @Test
    void leadsAHostWhereTheVirtualServiceSays() {
        gateways(gateway("front", "ingressgateway", server(80, "\"*.example.com\"")));
        virtualServices(
                routes("shop", 1, "gateways: [front]\nhosts: [Shop.example.com]\nhttp: [{%s}]".formatted(TO_PRICING)));

        assertThat(get(80, "shop.example.com")).isEqualTo("200 base");
        assertThat(get(80, "shop.example.com:80")).isEqualTo("200 base");
        assertThat(get(80, "other.example.com")).as("no VirtualService").isEqualTo("404 ");
        assertThat(get(81, "shop.example.com")).as("no server").isEqualTo("404 ");
        assertThat(get(Map.of("istio", "other"), 80, "shop.example.com"))
                .as("pods that the Gateway does not select")
                .isEqualTo("404 ");
    }

    @Test
    void joinsTheRoutesOfAllVirtualServicesForAHostCatchAllsLast() {
        gateways(gateway("front", "ingressgateway", server(80, "\"*\"")));
        virtualServices(
                routes("shop", 1, "gateways: [front]\nhosts: [shop.example.com]\nhttp: [{%s}]".formatted(TO_PRICING)),
                routes(
                        "shop",
                        2,
                        "gateways: [front]\nhosts: [shop.example.com]\nhttp: [{match: [{headers: {key: {exact: a}}}], %s}]"
                                .formatted(TO_FORK)));

        assertThat(get(80, "shop.example.com", "key", "a")).isEqualTo("200 fork");
        assertThat(get(80, "shop.example.com")).isEqualTo("200 base");
    }

    @Test
    void oneThatIsExportedByNameToTheGatewaysNamespaceComesBeforeOlderPublicOnes() {
        gateways(gateway("front", "ingressgateway", server(80, "\"*\"")));
        String prefix = "match: [{uri: {prefix: /a}}]";
        VirtualServiceObject old = routes(
                "shop",
                1,
                "gateways: [front]\nhosts: [shop.example.com]\nhttp: [{%s, %s}]".formatted(prefix, TO_PRICING));
        String young = "gateways: [front]\nhosts: [shop.example.com]\nhttp: [{%s, %s}]\n".formatted(prefix, TO_FORK);

        virtualServices(old, routes("shop", 2, young));
        assertThat(get(80, "shop.example.com")).isEqualTo("200 base");

        virtualServices(old, routes("shop", 2, young + "exportTo: [istio-system]"));
        assertThat(get(80, "shop.example.com")).isEqualTo("200 fork");

        virtualServices(old, routes("shop", 2, young + "exportTo: [\".\"]"));
        assertThat(get(80, "shop.example.com")).as("not seen there").isEqualTo("200 base");
    }

    @Test
    void takesTheVeryHostThenTheLongestWildcard() {
        gateways(gateway("front", "ingressgateway", server(80, "\"*\"")));
        virtualServices(
                routes("shop", 1, "gateways: [front]\nhosts: [\"*\"]\nhttp: [{directResponse: {status: 401}}]"),
                routes(
                        "shop",
                        2,
                        "gateways: [front]\nhosts: [\"*.example.com\"]\nhttp: [{directResponse: {status: 402}}]"),
                routes(
                        "shop",
                        3,
                        "gateways: [front]\nhosts: [a.example.com]\nhttp: [{directResponse: {status: 403}}]"));

        assertThat(get(80, "a.example.com")).startsWith("403");
        assertThat(get(80, "b.example.com")).startsWith("402");
        assertThat(get(80, "example.org")).startsWith("401");
    }

    @Test
    void aServersHostsLetOnlyVirtualServicesOfTheirNamespaceIn() {
        gateways(gateway("front", "ingressgateway", server(80, "\"./shop.example.com\", \"other/stock.example.com\"")));
        virtualServices(
                routes(
                        "other",
                        1,
                        "gateways: [shop/front]\nhosts: [shop.example.com]\nhttp: [{directResponse: {status: 401}}]"),
                routes(
                        "other",
                        2,
                        "gateways: [shop/front]\nhosts: [stock.example.com]\nhttp: [{directResponse: {status: 402}}]"));

        assertThat(get(80, "shop.example.com")).startsWith("404");
        assertThat(get(80, "stock.example.com")).startsWith("402");

        virtualServices(
                routes("shop", 1, "gateways: [front]\nhosts: [\"*.example.com\"]\nhttp: [{%s}]".formatted(TO_PRICING)));
        assertThat(get(80, "shop.example.com")).as("the narrower of two hosts").isEqualTo("200 base");
        assertThat(get(80, "stock.example.com")).startsWith("404");
    }

    @Test
    void aMatchForAnotherGatewayOrForSidecarsIsLeftOut() {
        gateways(gateway("front", "ingressgateway", server(80, "\"*\"")));
        virtualServices(routes("shop", 1, """
                gateways: [front, mesh]
                hosts: [shop.example.com]
                http:
                - match: [{gateways: [mesh]}]
                  directResponse: {status: 401}
                - match: [{gateways: [front], port: 80}]
                  %s
                """.formatted(TO_PRICING)));

        assertThat(get(80, "shop.example.com")).isEqualTo("200 base");
    }

    @Test
    void gatewaysOfTheSamePodsShareAPort() {
        gateways(
                gateway("front", "ingressgateway", server(80, "a.example.com")),
                gateway("back", "ingressgateway", server(80, "b.example.com")));
        virtualServices(routes(
                "shop",
                1,
                "gateways: [front, back]\nhosts: [a.example.com, b.example.com]\nhttp: [{%s}]".formatted(TO_PRICING)));

        assertThat(get(80, "a.example.com")).isEqualTo("200 base");
        assertThat(get(80, "b.example.com")).isEqualTo("200 base");
    }

    /** Source: gateway-api.sigs.k8s.io/reference/spec, ParentReference, hostnames and allowedRoutes. */
    @Test
    void leadsByRoutesOfTheGatewayApiWhoseParentTheGatewayIs() {
        gateways(listeners("""
                {name: web, port: 80, protocol: HTTP, hostname: "*.example.com"},
                {name: open, port: 81, protocol: HTTP, allowedRoutes: {namespaces: {from: All}}}"""));
        pod(STOCK, "stock", request -> request.response().end("stock"));
        String rules = "rules: [{backendRefs: [{name: %s, port: 8080}]}]";
        routes(
                httpRoute(
                        "shop",
                        1,
                        "parentRefs: [{name: front}], hostnames: [shop.example.com], " + rules.formatted("pricing")),
                httpRoute(
                        "shop",
                        2,
                        "parentRefs: [{name: front, sectionName: web}], hostnames: [web.example.com], "
                                + rules.formatted("pricing")),
                httpRoute("other", 3, "parentRefs: [{name: front, namespace: shop}], " + rules.formatted("stock")));
        Map<String, String> pods = Map.of("gateway.networking.k8s.io/gateway-name", "front");

        assertThat(get(pods, 80, "shop.example.com")).isEqualTo("200 base");
        assertThat(get(pods, 80, "web.example.com")).isEqualTo("200 base");
        assertThat(get(pods, 80, "else.example.com"))
                .as("other namespaces are not allowed")
                .isEqualTo("404 ");
        assertThat(get(pods, 81, "shop.example.com")).as("both listeners").isEqualTo("200 base");
        assertThat(get(pods, 81, "web.example.com"))
                .as("only the listener that is named")
                .isEqualTo("200 stock");
        assertThat(get(INGRESS, 80, "shop.example.com")).as("other pods").isEqualTo("404 ");
    }

    @Test
    void mergesRoutesOfTheGatewayApiByWhatTheyMatch() {
        gateways(listeners("{name: web, port: 80, protocol: HTTP}"));
        String to = "backendRefs: [{name: %s, port: 8080}]";
        routes(
                httpRoute("shop", 1, "parentRefs: [{name: front}], rules: [{%s}]".formatted(to.formatted("pricing"))),
                httpRoute(
                        "shop",
                        2,
                        "parentRefs: [{name: front}], rules: [{matches: [{headers: [{name: key, value: a}]}], %s}]"
                                .formatted(to.formatted("fork"))));
        Map<String, String> pods = Map.of("gateway.networking.k8s.io/gateway-name", "front");

        assertThat(get(pods, 80, "any.example.com", "key", "a")).isEqualTo("200 fork");
        assertThat(get(pods, 80, "any.example.com")).isEqualTo("200 base");
    }

    private static GatewayObject[] listeners(String listeners) {
        return GatewayApiListeners.read(yaml(
                        "{metadata: {namespace: shop, name: front}, spec: {gatewayClassName: istio, listeners: [%s]}}"
                                .formatted(listeners)))
                .toArray(GatewayObject[]::new);
    }

    private static MeshRoute httpRoute(String namespace, int age, String spec) {
        return RouteKind.read(yaml("""
                {apiVersion: gateway.networking.k8s.io/v1, kind: HTTPRoute, spec: {%s},
                 metadata: {namespace: %s, name: r%d, creationTimestamp: "2026-01-01T00:00:0%dZ"}}""".formatted(spec, namespace, age, age)));
    }

    private static JsonNode yaml(String text) {
        try {
            return YAML.readTree(text);
        } catch (JsonProcessingException malformed) {
            throw new IllegalArgumentException(text, malformed);
        }
    }

    @Test
    void redirectsToHttpsWhereTheServerSaysSo() {
        gateways(
                gateway(
                        "front",
                        "ingressgateway",
                        "{port: {number: 80, protocol: HTTP, name: http}, hosts: [shop.example.com], tls: {httpsRedirect: true}}"));

        assertThat(get(80, "shop.example.com")).isEqualTo("301 https://shop.example.com/a");
    }
}
