// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Source: selectServices and convertIstioListenerToWrapper in istiod's {@code pilot/pkg/model/sidecar.go},
 * SelectVirtualServices in {@code virtualservice.go}, doGetSidecarScope in {@code push_context.go}.
 */
class SidecarsTests {

    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final Map<String, String> CART = Map.of("app", "cart");

    private final List<Sidecar> sidecars = new ArrayList<>();

    private void sidecar(String namespace, String name, String spec) throws JsonProcessingException {
        sidecars.add(Sidecar.read(
                YAML.readTree("""
                metadata: {namespace: %s, name: %s, creationTimestamp: "%s"}
                spec: {%s}
                """.formatted(namespace, name, Instant.ofEpochSecond(sidecars.size()), spec))));
    }

    private EgressScope scope(String namespace) {
        return new Sidecars(sidecars, IstioMeshConfig.ISTIO).scope(namespace, CART);
    }

    private static String host(String name, String namespace) {
        return name + "." + namespace + ".svc.cluster.local";
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ./*                                             | shop  | true
            ./*                                             | other | false
            */*                                             | other | true
            ~/*                                             | shop  | false
            other/*                                         | other | true
            other/*                                         | shop  | false
            shop/pricing.shop.svc.cluster.local             | shop  | true
            shop/cart.shop.svc.cluster.local                | shop  | false
            */pricing.shop.svc.cluster.local                | shop  | true
            shop/pricing                                    | shop  | false
            shop/*.svc.cluster.local                        | shop  | true
            */*,~/pricing.shop.svc.cluster.local            | shop  | false
            */*,~shop/*.shop.svc.cluster.local              | shop  | false
            */*,~other/*                                    | shop  | true
            ~./*,*/*                                        | shop  | false
            """)
    void importsWhatItsHostsName(String hosts, String namespace, boolean imported) throws Exception {
        sidecar("shop", "default", "egress: [{hosts: [\"%s\"]}]".formatted(hosts.replace(",", "\", \"")));

        assertThat(scope("shop").importsService(namespace, host("pricing", namespace), 8080))
                .isEqualTo(imported);
    }

    @Test
    void importsEverythingWithoutASidecarOrWithoutEgress() throws Exception {
        assertThat(scope("shop").importsService("other", host("pricing", "other"), 8080))
                .isTrue();

        sidecar("shop", "default", "outboundTrafficPolicy: {mode: REGISTRY_ONLY}");

        assertThat(scope("shop").importsService("other", host("pricing", "other"), 8080))
                .isTrue();
        assertThat(scope("shop").registryOnly()).isTrue();
        assertThat(scope("other").registryOnly()).isFalse();
    }

    @Test
    void oneThatSelectsTheWorkloadComesFirstThenTheNamespacesThenTheRoots() throws Exception {
        sidecar("istio-system", "root", "egress: [{hosts: [\"root/*\"]}]");
        assertThat(imports("root")).isTrue();

        sidecar("shop", "namespace", "egress: [{hosts: [\"namespace/*\"]}]");
        assertThat(imports("namespace")).isTrue();

        sidecar("shop", "others", "workloadSelector: {labels: {app: web}}, egress: [{hosts: [\"others/*\"]}]");
        assertThat(imports("namespace")).isTrue();

        sidecar("shop", "own", "workloadSelector: {labels: {app: cart}}, egress: [{hosts: [\"own/*\"]}]");
        assertThat(imports("own")).isTrue();
        assertThat(imports("namespace")).isFalse();
    }

    private boolean imports(String namespace) {
        return scope("shop").importsService(namespace, host("pricing", namespace), 8080);
    }

    @Test
    void aListenerWithAPortIsForThatPortAlone() throws Exception {
        sidecar("shop", "default", """
                egress: [{port: {number: 9090, protocol: HTTP, name: http}, hosts: ["other/*"]}, {hosts: ["./*"]}]""");

        assertThat(scope("shop").importsService("other", host("pricing", "other"), 9090))
                .isTrue();
        assertThat(scope("shop").importsService("other", host("pricing", "other"), 8080))
                .isFalse();
        assertThat(scope("shop").importsService("shop", host("pricing", "shop"), 8080))
                .isTrue();
        assertThat(scope("shop").importsService("shop", host("pricing", "shop"), 9090))
                .isFalse();
    }

    @Test
    void importsAVirtualServiceByItsOwnNamespaceAndAnyOfItsHosts() throws Exception {
        sidecar("shop", "default", "egress: [{hosts: [\"./*\", \"other/pricing.other.svc.cluster.local\"]}]");

        assertThat(routes("shop", false, host("anything", "third"))).isTrue();
        assertThat(routes("other", false, "cart.other", host("pricing", "other")))
                .isTrue();
        assertThat(routes("other", false, host("cart", "other"))).isFalse();
        assertThat(routes("third", false, host("pricing", "shop"))).isFalse();
    }

    @Test
    void aVirtualServicesWildcardCoversAnImportedHostButNotThatOfAGatewayApiRoute() throws Exception {
        sidecar("shop", "default", "egress: [{hosts: [\"other/pricing.other.svc.cluster.local\"]}]");

        assertThat(routes("other", false, "*.svc.cluster.local")).isTrue();
        assertThat(routes("other", true, "*.svc.cluster.local")).isFalse();
    }

    private boolean routes(String namespace, boolean gatewayApi, String... hosts) {
        return scope("shop").importsRoutes(namespace, Set.of(hosts), gatewayApi, 8080);
    }
}
