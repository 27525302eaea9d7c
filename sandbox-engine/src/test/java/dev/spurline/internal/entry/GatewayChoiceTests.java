// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.entry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spurline.SandboxException;
import dev.spurline.Settings;
import dev.spurline.internal.entry.GatewayChoice.Entrance;
import dev.spurline.internal.plan.EntryWish;
import dev.spurline.internal.routing.GatewayLead;
import dev.spurline.internal.routing.GatewayLeads;
import dev.spurline.internal.survey.ServiceMesh;
import dev.spurline.internal.survey.Survey;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which way through a gateway is taken, and what is said where there is none. */
class GatewayChoiceTests {

    private static final String FOR_ALL = "allowedRoutes: {namespaces: {from: All}}";
    private static final String HTTP = "{name: web, port: 80, protocol: HTTP, " + FOR_ALL + "}";
    private static final String HTTPS = "{name: safe, port: 443, protocol: HTTPS, " + FOR_ALL + "}";
    private static final String OTHERWISE =
            ", or set spurline.entry.front to an address, or name a port ([front:80]), and requests go in by port-forward";

    private final List<GenericKubernetesResource> routes = new ArrayList<>();
    private final List<GenericKubernetesResource> gateways = new ArrayList<>();
    private String setting = "gateway";

    private void httpRoute(String name, String gateway, String spec) {
        routes.add(object(
                "gateway.networking.k8s.io/v1",
                "HTTPRoute",
                "shop",
                name,
                "{parentRefs: [{name: %s, namespace: edge}], %s}".formatted(gateway, spec)));
    }

    private void virtualService(String name, String spec) {
        routes.add(object("networking.istio.io/v1", "VirtualService", "shop", name, spec));
    }

    private void gateway(String name, String... listeners) {
        gateways.add(object(
                "gateway.networking.k8s.io/v1",
                "Gateway",
                "edge",
                name,
                "{gatewayClassName: istio, listeners: [%s]}".formatted(String.join(", ", listeners))));
    }

    private void istioGateway(String name, String... servers) {
        gateways.add(object(
                "networking.istio.io/v1",
                "Gateway",
                "edge",
                name,
                "{selector: {istio: ingress}, servers: [%s]}".formatted(String.join(", ", servers))));
    }

    private GenericKubernetesResource object(String version, String kind, String namespace, String name, String spec) {
        return Serialization.unmarshal(
                """
                apiVersion: %s
                kind: %s
                metadata: {name: %s, namespace: %s, creationTimestamp: "2026-03-01T10:00:%02dZ"}
                spec: %s
                """.formatted(version, kind, name, namespace, routes.size(), spec), GenericKubernetesResource.class);
    }

    private Entrance choose() {
        Settings settings = name -> name.equals("spurline.entry.front")
                ? Optional.of(new Settings.Value(setting, "the test"))
                : Optional.empty();
        GatewayChoice choice = new GatewayChoice(
                new ServiceTarget(service(), service().getSpec().getPorts().get(0), false),
                EntryWish.of(settings, "front").orElseThrow());
        Survey survey = Survey.of("shop").mesh(ServiceMesh.ISTIO).add(routes).build();
        List<GatewayLead> leads = choice.leading(GatewayLeads.to(survey, "shop/front"));
        return choice.among(
                leads, leads.stream().flatMap(lead -> ways(lead).stream()).toList());
    }

    private List<GatewayWay> ways(GatewayLead lead) {
        return gateways.stream()
                .filter(gateway ->
                        lead.gateway().equals("edge/" + gateway.getMetadata().getName()))
                .flatMap(gateway -> GatewayWay.of(
                        lead, lead.istio() ? GatewayListener.ofIstio(gateway) : GatewayListener.ofGatewayApi(gateway))
                        .stream())
                .toList();
    }

    private static Service service() {
        return Serialization.unmarshal("""
                apiVersion: v1
                kind: Service
                metadata: {name: front, namespace: shop}
                spec: {ports: [{port: 80}]}
                """, Service.class);
    }

    @Test
    void theHostIsThatOfTheRoute() {
        gateway("public", HTTP);
        httpRoute("all", "public", "hostnames: [shop.example.com, www.example.com], " + to("front"));

        assertThat(choose().origin()).hasToString("http://shop.example.com");
        assertThat(choose().base()).isEmpty();
        assertThat(choose().sentence())
                .isEqualTo(
                        "Requests to Service [shop/front] go in at Gateway [edge/public] by HTTPRoute [shop/all], as to [http://shop.example.com]");
    }

    private static String to(String service, String... more) {
        return "rules: [{%sbackendRefs: [{name: %s, port: 80}]}]"
                .formatted(more.length == 0 ? "" : String.join(", ", more) + ", ", service);
    }

    @Test
    void aRouteWithoutHostsHasThoseOfTheListener() {
        gateway("public", "{name: odd, port: 8080, protocol: HTTP, hostname: Shop.example.com, " + FOR_ALL + "}");
        httpRoute("all", "public", to("front"));

        assertThat(choose().origin()).hasToString("http://shop.example.com:8080");
    }

    @Test
    void forAWildcardANameIsMadeAndSaid() {
        gateway("public", HTTP);
        httpRoute("all", "public", "hostnames: ['*.example.com'], " + to("front"));

        assertThat(choose().origin()).hasToString("http://front.example.com");
        assertThat(choose().sentence())
                .isEqualTo(
                        "Requests to Service [shop/front] go in at Gateway [edge/public] by HTTPRoute [shop/all], as to [http://front.example.com], for its hosts are [*.example.com]: set spurline.entry.front=gateway+http://<host> for another");

        routes.clear();
        httpRoute("all", "public", to("front"));

        assertThat(choose().origin()).hasToString("http://front.shop");
    }

    @Test
    void aNameComesBeforeAWildcardAndAllPathsBeforeSome() {
        gateway("public", HTTP);
        httpRoute("wild", "public", "hostnames: ['*.example.com'], " + to("front"));
        httpRoute("some", "public", "hostnames: [b.example.com], " + to("front", "matches: [{path: {value: /api}}]"));
        httpRoute(
                "flag",
                "public",
                "hostnames: [c.example.com], " + to("front", "matches: [{headers: [{name: x, value: y}]}]"));
        httpRoute("all", "public", "hostnames: [d.example.com], " + to("front"));
        httpRoute("more", "public", "hostnames: [e.example.com], " + to("front"));

        assertThat(choose().sentence())
                .isEqualTo(
                        "Requests to Service [shop/front] go in at Gateway [edge/public] by HTTPRoute [shop/all], as to [http://d.example.com]. There is also [http://e.example.com] by HTTPRoute [shop/more], [http://b.example.com] by HTTPRoute [shop/some], [http://c.example.com] by HTTPRoute [shop/flag], [http://*.example.com] by HTTPRoute [shop/wild]");
    }

    @Test
    void aPrefixThatTheRouteReplacesIsPartOfTheAddress() {
        gateway("public", HTTP);
        httpRoute(
                "all",
                "public",
                "hostnames: [shop.example.com], "
                        + to(
                                "front",
                                "matches: [{path: {type: PathPrefix, value: /eu/}}]",
                                "filters: [{type: URLRewrite, urlRewrite: {path: {type: ReplacePrefixMatch, replacePrefixMatch: /}}}]"));

        assertThat(choose().base()).isEqualTo("/eu");
        assertThat(choose().sentence()).endsWith(", as to [http://shop.example.com/eu]");
    }

    @Test
    void pathsThatTheRouteAsksForAreSaid() {
        gateway("public", HTTP);
        httpRoute("all", "public", "hostnames: [shop.example.com], " + to("front", "matches: [{path: {value: /api}}]"));

        assertThat(choose().base()).isEmpty();
        assertThat(choose().sentence()).endsWith(", as to [http://shop.example.com], which takes only paths [/api]");
    }

    @Test
    void onlyListenersThatARouteIsBoundToCount() {
        gateway("public", HTTP, HTTPS);
        routes.add(object(
                "gateway.networking.k8s.io/v1",
                "HTTPRoute",
                "shop",
                "all",
                "{parentRefs: [{name: public, namespace: edge, sectionName: safe}], hostnames: [shop.example.com], %s}"
                        .formatted(to("front"))));

        assertThat(choose().origin()).hasToString("https://shop.example.com");
    }

    @Test
    void gatewaysOfIstioAreReadAsWell() {
        istioGateway(
                "classic",
                "{port: {number: 80, name: http, protocol: HTTP}, tls: {httpsRedirect: true}, hosts: ['shop/*.example.com']}",
                "{port: {number: 443, name: https, protocol: HTTPS}, tls: {mode: SIMPLE}, hosts: ['shop/*.example.com']}");
        virtualService(
                "public",
                "{hosts: [shop.example.com], gateways: [edge/classic], http: [{match: [{uri: {prefix: /eu}}], rewrite: {uri: /}, route: [{destination: {host: front}}]}]}");

        assertThat(choose().origin()).hasToString("https://shop.example.com");
        assertThat(choose().base()).isEqualTo("/eu");
    }

    @Test
    void theSettingNamesAnotherAddress() {
        gateway("public", HTTP, HTTPS, "{name: odd, port: 8443, protocol: HTTPS, " + FOR_ALL + "}");
        httpRoute("all", "public", "hostnames: ['*.example.com'], " + to("front"));

        setting = "gateway+https://eu.example.com";
        assertThat(choose().origin()).hasToString("https://eu.example.com");

        setting = "gateway+https://EU.example.com:8443/shop/";
        assertThat(choose().origin()).hasToString("https://EU.example.com:8443");
        assertThat(choose().base()).isEqualTo("/shop");

        setting = "gateway+http://example.org";
        assertThatThrownBy(this::choose)
                .isInstanceOf(SandboxException.class)
                .hasMessage(
                        "Requests to Service [shop/front] are to go in at a gateway (spurline.entry.front [gateway+http://example.org] by the test), but gateways lead to it only as to [http://*.example.com, https://*.example.com, https://*.example.com:8443]. Name one of these"
                                + OTHERWISE);
    }

    @Test
    void withoutARouteThereIsNoWay() {
        gateway("public", HTTP);
        httpRoute("all", "public", to("back"));

        assertThatThrownBy(this::choose)
                .isInstanceOf(SandboxException.class)
                .hasMessage(
                        "Requests to Service [shop/front] are to go in at a gateway (spurline.entry.front [gateway] by the test), but no HTTPRoute, GRPCRoute or VirtualService that can be read leads from a gateway to it. Add one"
                                + OTHERWISE);
    }

    @Test
    void listenersThatTakeNobodyAreNamed() {
        istioGateway(
                "classic",
                "{port: {number: 80, name: http, protocol: HTTP}, tls: {httpsRedirect: true}, hosts: ['*']}",
                "{port: {number: 443, name: https, protocol: HTTPS}, tls: {mode: MUTUAL}, hosts: ['*']}",
                "{port: {number: 444, name: raw, protocol: HTTPS}, tls: {mode: PASSTHROUGH}, hosts: ['*']}");
        virtualService(
                "public",
                "{hosts: [shop.example.com], gateways: [edge/classic], http: [{route: [{destination: {host: front}}]}]}");

        assertThatThrownBy(this::choose)
                .isInstanceOf(SandboxException.class)
                .hasMessage(
                        "Requests to Service [shop/front] are to go in at a gateway (spurline.entry.front [gateway] by the test), but no listener of Gateways [edge/classic] takes requests for VirtualService [shop/public] (http at port 80 sends everybody to HTTPS, https at port 443 asks for a client certificate, raw at port 444 takes no HTTP, or does not end TLS itself). Add one"
                                + OTHERWISE);
    }

    /** As where the one for HTTP is kept for redirects of the platform team. */
    @Test
    void listenersThatTakeNoRoutesOfTheNamespaceAreNoWay() {
        for (String allowed : List.of("{}", "{namespaces: {from: Same}}", "{namespaces: {from: None}}")) {
            gateways.clear();
            routes.clear();
            gateway("public", "{name: web, port: 80, protocol: HTTP, allowedRoutes: %s}".formatted(allowed), HTTPS);
            httpRoute("all", "public", "hostnames: [shop.example.com], " + to("front"));

            assertThat(choose().origin()).as(allowed).hasToString("https://shop.example.com");
        }
    }

    @Test
    void listenersThatTakeRoutesOfSomeNamespacesMayBeAWay() {
        gateway(
                "public",
                "{name: web, port: 80, protocol: HTTP, allowedRoutes: {namespaces: {from: Selector, selector: {matchLabels: {team: shop}}}}}");
        httpRoute("all", "public", "hostnames: [shop.example.com], " + to("front"));

        assertThat(choose().origin()).hasToString("http://shop.example.com");
    }

    @Test
    void aGatewayWhoseListenersTakeNoRoutesOfTheNamespaceIsToldWithIt() {
        gateway("public", "{name: web, port: 80, protocol: HTTP}");
        httpRoute("all", "public", "hostnames: [shop.example.com], " + to("front"));

        assertThatThrownBy(this::choose)
                .isInstanceOf(SandboxException.class)
                .hasMessage(
                        "Requests to Service [shop/front] are to go in at a gateway (spurline.entry.front [gateway] by the test), but no listener of Gateways [edge/public] takes requests for HTTPRoute [shop/all]. Add one for its hosts that takes routes of namespace [shop]"
                                + OTHERWISE);
    }

    @Test
    void hostsOfIstioAreForTheNamespacesThatTheyName() {
        virtualService(
                "public",
                "{hosts: [shop.example.com], gateways: [edge/classic], http: [{route: [{destination: {host: front}}]}]}");
        String server = "{port: {number: %d, name: http-%1$d, protocol: HTTP}, hosts: ['%s']}";

        for (String host : List.of("shop/*.example.com", "*/*.example.com", "*.example.com", "shop/shop.example.com")) {
            gateways.clear();
            istioGateway(
                    "classic",
                    server.formatted(81, "other/*.example.com"),
                    server.formatted(82, "./*"),
                    server.formatted(83, host));

            assertThat(choose().origin()).as(host).hasToString("http://shop.example.com:83");
        }
    }

    @Test
    void aDotInHostsOfIstioIsTheNamespaceOfTheGateway() {
        gateways.add(object(
                "networking.istio.io/v1",
                "Gateway",
                "edge",
                "classic",
                "{servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: ['./*']}]}"));
        routes.add(
                object(
                        "networking.istio.io/v1",
                        "VirtualService",
                        "edge",
                        "public",
                        "{hosts: [shop.example.com], gateways: [classic], http: [{route: [{destination: {host: front.shop.svc.cluster.local}}]}]}"));

        assertThat(choose().origin()).hasToString("http://shop.example.com");
    }

    @Test
    void aRouteThatTheGatewayRefusesIsNoWay() {
        gateway("public", HTTP);
        httpRoute("old", "public", "hostnames: [old.example.com], " + to("front"));
        judge("{name: public, namespace: edge}", "False");
        httpRoute("new", "public", "hostnames: [new.example.com], " + to("front"));
        judge("{name: public, namespace: edge}", "True");

        assertThat(choose().sentence())
                .isEqualTo(
                        "Requests to Service [shop/front] go in at Gateway [edge/public] by HTTPRoute [shop/new], as to [http://new.example.com]");

        routes.remove(1);

        assertThatThrownBy(this::choose)
                .isInstanceOf(SandboxException.class)
                .hasMessage(
                        "Requests to Service [shop/front] are to go in at a gateway (spurline.entry.front [gateway] by the test), but Gateway [edge/public] has refused HTTPRoute [shop/old] (NoMatchingParent: not here). Repair the route, or let the Gateway take it"
                                + OTHERWISE);
    }

    @Test
    void verdictsOfOtherParentsDoNotCount() {
        gateway("public", HTTP);
        httpRoute("all", "public", "hostnames: [shop.example.com], " + to("front"));

        judge("{name: public}", "False");
        assertThat(choose().origin()).hasToString("http://shop.example.com");

        judge("{name: public, namespace: edge, sectionName: web}", "False");
        assertThat(choose().origin()).hasToString("http://shop.example.com");

        judge("{kind: Service, group: '', name: public, namespace: edge}", "False");
        assertThat(choose().origin()).hasToString("http://shop.example.com");
    }

    @Test
    void aListenerThatRefusesTheRouteIsNoWay() {
        gateway("public", HTTP, HTTPS);
        routes.add(object(
                "gateway.networking.k8s.io/v1",
                "HTTPRoute",
                "shop",
                "all",
                "{parentRefs: [{name: public, namespace: edge, sectionName: web}, {name: public, namespace: edge, sectionName: safe}], hostnames: [shop.example.com], %s}"
                        .formatted(to("front"))));
        judge(
                "{group: gateway.networking.k8s.io, kind: Gateway, name: public, namespace: edge, sectionName: web}",
                "False");

        assertThat(choose().origin()).hasToString("https://shop.example.com");
    }

    /** Writes the status of the youngest route. */
    private void judge(String parent, String accepted) {
        routes.get(routes.size() - 1)
                .setAdditionalProperty(
                        "status",
                        Serialization.unmarshal(
                                "parents: [{controllerName: example.com/gateways, parentRef: %s, conditions: [{type: Accepted, status: '%s', reason: NoMatchingParent, message: not here}]}]"
                                        .formatted(parent, accepted),
                                Map.class));
    }
}
