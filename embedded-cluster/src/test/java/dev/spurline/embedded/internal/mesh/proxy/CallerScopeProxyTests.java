// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.proxy;

import static dev.spurline.embedded.internal.mesh.routing.VirtualServices.virtualService;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.spurline.embedded.internal.mesh.config.DestinationRule;
import dev.spurline.embedded.internal.mesh.config.Sidecar;
import dev.spurline.embedded.internal.mesh.routing.ServicePort;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What a caller's proxy has of Services: subsets of DestinationRules, and what a Sidecar leaves. */
class CallerScopeProxyTests extends ProxyTestCase {

    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final ServicePort OTHER = new ServicePort("other", "stock", 8080);
    private static final ServicePort ALONE = new ServicePort("other", "alone", 9090);

    private void pod(ServicePort port, String name) {
        pod(port, name, request -> request.response().end(name));
    }

    private static JsonNode yaml(String kind, String namespace, String spec) {
        try {
            return YAML.readTree("""
                    kind: %s
                    metadata: {namespace: %s, name: default, creationTimestamp: "2026-01-01T00:00:00Z"}
                    spec: {%s}
                    """.formatted(kind, namespace, spec));
        } catch (JsonProcessingException malformed) {
            throw new IllegalArgumentException(spec, malformed);
        }
    }

    private void rule(String namespace, String spec) {
        destinationRules(DestinationRule.read(yaml("DestinationRule", namespace, spec)));
    }

    private void sidecar(String spec) {
        sidecars(Sidecar.read(yaml("Sidecar", "shop", spec)));
    }

    private HttpResponse<String> send(ServicePort port) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(uri(port, "/")).build(), HttpResponse.BodyHandlers.ofString());
    }

    private Set<String> answers() throws Exception {
        Set<String> answers = new TreeSet<>();
        for (int request = 0; request < 6; request++) {
            HttpResponse<String> response = get("/");
            answers.add(response.statusCode() + " " + response.body());
        }
        return answers;
    }

    @Test
    void aSubsetIsTheEndpointsWithItsLabels() throws Exception {
        pod(PRICING, "a");
        pod(PRICING, "b");
        virtualServices(virtualService(
                "shop", "pricing", "hosts: [pricing]\nhttp: [{route: [{destination: {host: pricing, subset: b}}]}]"));
        assertThat(answers()).as("without a rule").containsExactly("503 ");

        rule("shop", "host: pricing, subsets: [{name: b, labels: {pod: b}}]");
        assertThat(answers()).containsExactly("200 b");

        rule("shop", "host: pricing, subsets: [{name: b, labels: {pod: none}}]");
        assertThat(answers()).as("no such pod").containsExactly("503 no healthy upstream");

        rule("other", "host: pricing.shop.svc.cluster.local, subsets: [{name: b, labels: {pod: b}}]");
        assertThat(answers()).as("a rule of a namespace that is neither's").containsExactly("503 ");

        rule("istio-system", "host: \"*.local\", subsets: [{name: b}]");
        assertThat(answers()).as("a subset without labels").containsExactly("200 a", "200 b");
    }

    @Test
    void whatASidecarHidesIsReachedWithoutRoutes() throws Exception {
        pod(PRICING, "pricing");
        pod(OTHER, "stock");
        virtualServices(virtualService("other", "stock", "hosts: [stock]\nhttp: [{directResponse: {status: 418}}]"));
        assertThat(send(OTHER).statusCode()).isEqualTo(418);

        sidecar("egress: [{hosts: [\"./*\"]}]");

        assertThat(send(OTHER).body()).isEqualTo("stock");
        assertThat(get("/").body()).isEqualTo("pricing");
        assertThat(hosts()).contains(PRICING.host()).doesNotContain(OTHER.host());
    }

    @Test
    void aRouteThatASidecarLeavesCountsThoughItHidesTheService() throws Exception {
        pod(PRICING, "pricing");
        pod(OTHER, "stock");
        virtualServices(virtualService(
                "shop",
                "mine",
                "hosts: [stock.other.svc.cluster.local]\nhttp: [{route: [{destination: {host: pricing}}]}]"));
        sidecar("egress: [{hosts: [\"./*\"]}]");

        assertThat(send(OTHER).body()).isEqualTo("pricing");
    }

    @Test
    void whatASidecarHidesIsRefusedWhereOnlyTheRegistryCounts() throws Exception {
        pod(PRICING, "pricing");
        pod(OTHER, "stock");
        pod(ALONE, "alone");
        sidecar("egress: [{hosts: [\"./*\"]}], outboundTrafficPolicy: {mode: REGISTRY_ONLY}");

        assertThat(send(OTHER).statusCode()).as("another Service has the port").isEqualTo(502);
        assertThatThrownBy(() -> send(ALONE)).as("nobody has").isInstanceOf(IOException.class);
        assertThat(get("/").body()).isEqualTo("pricing");
    }

    private String hosts() throws Exception {
        try (AdminServer admin = AdminServer.open(plane, proxy)) {
            URI page = URI.create(
                    "http://127.0.0.1:" + admin.ports().get(15000) + "/config_dump?resource=dynamic_route_configs");
            return http.send(HttpRequest.newBuilder(page).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }

    @Test
    void subsetsAreClustersOfTheirOwn() throws Exception {
        pod(PRICING, "a");
        pod(PRICING, "b");
        rule("shop", "host: pricing, subsets: [{name: b, labels: {pod: b}}]");

        try (AdminServer admin = AdminServer.open(plane, proxy)) {
            URI page = URI.create("http://127.0.0.1:" + admin.ports().get(15000) + "/clusters");
            String clusters = http.send(HttpRequest.newBuilder(page).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
            assertThat(clusters)
                    .contains("outbound|8080|b|pricing.shop.svc.cluster.local::10.244.0.3:8080::health_flags::healthy")
                    .doesNotContain("outbound|8080|b|pricing.shop.svc.cluster.local::10.244.0.2:8080");
        }
    }
}
