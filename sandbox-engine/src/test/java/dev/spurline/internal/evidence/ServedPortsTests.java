// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spurline.internal.plan.ForkService;
import dev.spurline.internal.routing.ServicePorts;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ServedPortsTests {

    private static final List<ForkService> SERVICES = List.of(new ForkService(
            "price",
            "price-k7f3q5tbma",
            List.of(
                    new ServicePorts.Port("http", 80, "web", true),
                    new ServicePorts.Port("other", 81, "8081", true),
                    new ServicePorts.Port("db", 5432, "5432", false),
                    new ServicePorts.Port("none", 82, "nowhere", true))));
    private static final String CONTAINERS = """
            - name: price
              ports: [{name: web, containerPort: 8080}, {name: admin, containerPort: 9090}]
              readinessProbe: {httpGet: {path: %s, port: %s}}
              livenessProbe: {tcpSocket: {port: 8080}}
              startupProbe: {exec: {command: ["true"]}}
            """;
    private static final String ISTIO = "- {name: istio-proxy, ports: [{name: web, containerPort: 15090}]}";
    private static final String LINKERD =
            "- {name: linkerd-proxy, ports: [{name: linkerd-admin, containerPort: 4191}]}";

    private static Pod pod(String annotations, String... containers) {
        return Serialization.unmarshal(
                """
                apiVersion: v1
                kind: Pod
                metadata: {name: price-1, namespace: shop, annotations: %s}
                spec:
                  containers:
                %s
                """.formatted(annotations, String.join("\n", containers).indent(2)), Pod.class);
    }

    private static ServedPorts ports(String annotations, String... containers) {
        return ServedPorts.of(SERVICES, pod(annotations, containers));
    }

    @Test
    void areThoseBehindTheHttpPortsOfTheForksServices() {
        assertThat(ports("{}", CONTAINERS.formatted("/ready", "web"), ISTIO).ports())
                .containsExactlyInAnyOrder(8080, 8081);
    }

    @Test
    void probesThatIstioHasRewrittenDoNotPassItsProxy() {
        ServedPorts ports = ports("{}", CONTAINERS.formatted("/app-health/price/readyz", "15020"), ISTIO);

        assertThat(ports.askers()).isEmpty();
    }

    @Test
    void probesThatIstioHasLeftPassItsProxy() {
        ServedPorts ports = ports("{}", CONTAINERS.formatted("/ready", "web"), ISTIO);

        assertThat(ports.askerOfPorts())
                .isEqualTo("the kubelet's readinessProbe of container [price] goes through the proxy");
    }

    @Test
    void probesOfOtherPortsConcernOnlyCountersWithoutAPort() {
        ServedPorts ports = ports("{}", CONTAINERS.formatted("/ready", "admin"), ISTIO);

        assertThat(ports.askerOfPorts()).isEmpty();
        assertThat(ports.asker()).isEqualTo("the kubelet's readinessProbe of container [price] goes through the proxy");
    }

    @Test
    void aSidecarThatIsNoContainerHasRewrittenProbesUnlessToldNotTo() {
        String left = "{sidecar.istio.io/status: '{}', sidecar.istio.io/rewriteAppHTTPProbers: \"false\"}";
        String container = CONTAINERS.formatted("/ready", "web");

        assertThat(ports("{sidecar.istio.io/status: '{}'}", container).askers()).isEmpty();
        assertThat(ports(left, container).askers()).containsOnlyKeys(8080);
    }

    @Test
    void linkerdLeavesProbes() {
        assertThat(ports("{}", CONTAINERS.formatted("/ready", "web"), LINKERD).askers())
                .containsOnlyKeys(8080);
    }

    @Test
    void grpcProbesAreRequests() {
        String container = "- {name: price, readinessProbe: {grpc: {port: 8081}}}";

        assertThat(ports("{}", container, LINKERD).askers()).containsOnlyKeys(8081);
    }

    @Test
    void prometheusPassesTheProxyUnlessItsMetricsAreMerged() {
        String container = "- {name: price, ports: [{name: web, containerPort: 8080}]}";
        String scraped = "{prometheus.io/scrape: \"true\", prometheus.io/port: \"8080\", prometheus.io/path: %s}";

        assertThat(ports(scraped.formatted("/metrics"), container, ISTIO).askers())
                .isEqualTo(Map.of(8080, "Prometheus reads port [8080] through the proxy, by annotation"));
        assertThat(ports("{prometheus.io/scrape: \"true\"}", container, ISTIO).askers())
                .containsOnlyKeys(8080, 8081);
        assertThat(ports(scraped.formatted("/stats/prometheus"), container, ISTIO)
                        .askers())
                .isEmpty();
        assertThat(ports("{}", container, ISTIO).askers()).isEmpty();
    }

    @Test
    void aScraperMayComeInOnAnotherPort() {
        assertThat(ports("{}", "- {name: price, ports: [{name: web, containerPort: 8080}]}", ISTIO)
                        .others())
                .isFalse();
        assertThat(ports(
                                "{}",
                                "- {name: price, ports: [{name: web, containerPort: 8080}, {containerPort: 9090}]}",
                                ISTIO)
                        .others())
                .isTrue();
        assertThat(ports(
                                "{prometheus.io/port: \"9090\"}",
                                "- {name: price, ports: [{name: web, containerPort: 8080}]}",
                                ISTIO)
                        .others())
                .isTrue();
    }
}
