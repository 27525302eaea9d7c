// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spurline.cluster.ClusterSpec.IstioRelease;
import dev.spurline.cluster.ClusterSpec.Mesh;
import dev.spurline.embedded.routing.RoutingCase.HeaderLines;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How files of routing cases are read, and what is said of those that are wrong. */
class RoutingCaseFormatTests {

    private static final String GOOD = """
            scenario: prices
            source: measured
            workloads:
              shop/pricing: {service: 8080}
              web/front:
            cases:
            - case: reaches it
              from: web/front
              request: GET http://pricing.shop:8080/a
              expect: {workload: shop/pricing}
            ---
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: pricing, namespace: shop}
            spec:
              hosts: [pricing]
              http:
              - name: all
                route: [{destination: {host: pricing}}]
            """;

    private static ScenarioFile read(String text) {
        return ScenarioFile.read("prices.yaml", text);
    }

    @Test
    void readsWhatIsAsked() {
        ScenarioFile file = read(GOOD);

        assertThat(file.problems()).isEmpty();
        RoutingScenario scenario = file.scenarios().get(0);
        RoutingCase each = scenario.cases().get(0);
        assertThat(scenario.place()).isEqualTo("prices.yaml:1");
        assertThat(scenario.mesh().kind()).isEqualTo(Mesh.ISTIO);
        assertThat(scenario.mesh().release()).isEqualTo(IstioRelease.V1_31);
        assertThat(scenario.objects())
                .extracting(RoutingScenario.ScenarioObject::kind)
                .containsExactly("Service", "VirtualService");
        assertThat(each.place()).isEqualTo("prices.yaml:7");
        assertThat(each.request()).hasToString("GET http://pricing.shop:8080/a");
        assertThat(each.expected().status()).contains(200);
        assertThat(each.source()).isEqualTo("measured");
    }

    @Test
    void anObjectIsYoungerThanTheOneBeforeIt() {
        String route = GOOD.substring(GOOD.indexOf("---"));

        List<RoutingScenario.ScenarioObject> objects = read(GOOD
                        + route.replace("name: pricing,", "name: second,")
                        + route.replace("name: pricing,", "name: dated, creationTimestamp: '2020-01-01T00:00:00Z',")
                        + route.replace("name: pricing,", "name: behind,"))
                .scenarios()
                .get(0)
                .objects();

        assertThat(objects.subList(1, 5))
                .extracting(RoutingScenario.ScenarioObject::name, RoutingScenario.ScenarioObject::created)
                .containsExactly(
                        tuple("dated", "2020-01-01T00:00:00Z"),
                        tuple("behind", "2020-01-01T00:00:01Z"),
                        tuple("pricing", "2026-01-01T00:00:00Z"),
                        tuple("second", "2026-01-01T00:00:01Z"));
    }

    private static org.assertj.core.groups.Tuple tuple(String name, String created) {
        return org.assertj.core.groups.Tuple.tuple(name, Instant.parse(created));
    }

    @Test
    void aHeaderIsATextOrLinesOrAbsent() {
        RoutingCase each = read(GOOD.replace("expect: {workload: shop/pricing}", """
                        headers: {x-one: 1, x-two: [a, b], x-empty: ""}
                          expect: {status: 200, headers: {x-text: "a,b", x-lines: [a, b], x-absent: null}}"""))
                .scenarios()
                .get(0)
                .cases()
                .get(0);

        assertThat(each.request().headers())
                .isEqualTo(Map.of("x-one", List.of("1"), "x-two", List.of("a", "b"), "x-empty", List.of("")));
        Map<String, HeaderLines> wanted = each.expected().headers();
        assertThat(wanted)
                .hasEntrySatisfying(
                        "x-text",
                        lines -> assertThat(lines.matches(List.of("a", "b"))).isTrue())
                .hasEntrySatisfying("x-lines", lines -> {
                    assertThat(lines.matches(List.of("a", "b"))).isTrue();
                    assertThat(lines.matches(List.of("a,b"))).isFalse();
                })
                .hasEntrySatisfying("x-absent", lines -> {
                    assertThat(lines.matches(List.of())).isTrue();
                    assertThat(lines.matches(List.of("a"))).isFalse();
                });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                expect: {workload: shop/pricing} | expct: {workload: shop/pricing} | 10: a case has no field [expct], did you mean [expect]?: its fields are case, source, from, request, headers, expect
                expect: {workload: shop/pricing} | headers: {x-a: b} | 7: case [reaches it] needs an [expect], such as {workload: shop/pricing} or {status: 404}
                {workload: shop/pricing} | {rule: all} | 10: [expect] of case [reaches it] needs a [workload] or a [status]
                {workload: shop/pricing} | {workload: shop/pricin} | 10: [shop/pricin] is no workload of the scenario, did you mean [shop/pricing]?: there are shop/pricing, web/front
                {workload: shop/pricing} | {status: ok} | 10: [status] has to be a whole number, but is [ok]
                {workload: shop/pricing} | {workload: shop/pricing, recieved: {}} | 10: [expect] has no field [recieved], did you mean [received]?: its fields are workload, status, rule, location, body, headers, received, mirrored
                {workload: shop/pricing} | {status: 200, received: {path: /}} | 10: [received] of case [reaches it] needs a [workload] that receives it
                from: web/front | from: web/frnt | 8: [web/frnt] is no workload of the scenario, no namespace of one and not [gateway], did you mean [web/front]?: there are shop/pricing, web/front
                pricing.shop:8080/a | pricing:8080/a | 9: [pricing] is no Service for callers of namespace [web]: there are pricing.shop.svc.cluster.local; another host goes into the header Host
                pricing.shop:8080/a | pricing.shop/a | 9: Service [pricing.shop] has no port 80, but [8080]
                GET http | GET https | 9: [GET https://pricing.shop:8080/a] is no request: write METHOD http://HOST[:PORT]/PATH, such as [GET http://pricing.shop:8080/]
                source: measured | mesh: istio | 7: case [reaches it] needs a [source]: where it is written or was measured that the mesh does so
                source: measured | sorce: measured | 2: a scenario has no field [sorce], did you mean [source]?: its fields are scenario, source, mesh, istio, meshConfig, workloads, from, cases
                scenario: prices | scenari: prices | 1: a scenario has no field [scenari], did you mean [scenario]?: its fields are scenario, source, mesh, istio, meshConfig, workloads, from, cases
                source: measured | source: [a, b] | 2: [source] has to be a text
                source: measured | mesh: itsio | 2: [itsio] is no value of [mesh], did you mean [istio]?: its values are envoy, istio, linkerd
                source: measured | meshConfig: {rootNamespaces: a} | 2: the type [MeshConfig] has no field [rootNamespaces], did you mean [rootNamespace]?: its fields are rootNamespace, defaultServiceExportTo, defaultVirtualServiceExportTo, defaultDestinationRuleExportTo, outboundTrafficPolicy, defaultHttpRetryPolicy, ingressSelector, ingressService, trustDomain, enableTracing, accessLogFile, defaultConfig, discoverySelectors
                web/front: | front: | 5: [front] is no name of a workload: write NAMESPACE/NAME, such as [shop/pricing]
                {service: 8080} | {services: 8080} | 4: a workload has no field [services], did you mean [service]?: its fields are labels, service, sidecar
                kind: VirtualService | kind: VirtualServce | 13: [VirtualServce] is no kind that a scenario can have, did you mean [VirtualService]?: these are Service, Namespace, EndpointSlice, VirtualService, DestinationRule, Sidecar, Gateway, ServiceEntry, HTTPRoute, GRPCRoute, ReferenceGrant, Server, AuthorizationPolicy, ServerAuthorization, MeshTLSAuthentication, NetworkAuthentication, ServiceProfile
                kind: VirtualService | kind: Deployment | 13: pods are not written as [Deployment] here: add the workload to [workloads] of the scenario, as NAMESPACE/NAME
                networking.istio.io/v1 | networking.istio.io/v2 | 12: [networking.istio.io/v2] is no version of VirtualService, did you mean [networking.istio.io/v1]?: its versions are networking.istio.io/v1, networking.istio.io/v1beta1, networking.istio.io/v1alpha3
                , namespace: shop | '' | 14: VirtualService [pricing] needs a [metadata.namespace]
                host: pricing | hosts: pricing | 19: the type [Destination] has no field [hosts], did you mean [host]?: its fields are host, subset, port
                namespace: shop} | namespace: shop, creationTimestamp: today} | 14: [today] is no time: write it as Kubernetes does, such as [2026-01-01T00:00:00Z]
                - name: all | name: all | 19: no YAML: mapping values are not allowed here
                """)
    void saysWhatIsWrongAndWhere(String good, String bad, String problem) {
        ScenarioFile file = read(GOOD.replace(good, bad));

        assertThat(file.problems()).first().isEqualTo("prices.yaml:" + problem);
    }

    @ParameterizedTest
    @ValueSource(strings = {"linkerd", "envoy"})
    void aFactOfIstioIsRefusedInAnotherMesh(String mesh) {
        assertThat(read(GOOD.replace("source: measured", "source: measured\nmesh: " + mesh + "\nistio: '1.31'"))
                        .problems())
                .containsExactly("prices.yaml:4: [istio] is a fact of Istio, and the mesh of this scenario is " + mesh);
    }

    @Test
    void aSecondObjectOfOneNameIsRefused() {
        assertThat(read(GOOD + GOOD.substring(GOOD.indexOf("---"))).problems())
                .containsExactly("prices.yaml:22: VirtualService [shop/pricing] is there already, by prices.yaml:13");
    }

    @Test
    void aSecondCaseOfOneNameIsRefused() {
        String one = GOOD.substring(GOOD.indexOf("- case"), GOOD.indexOf("---"));

        assertThat(read(GOOD.replace(one, one + one)).problems())
                .containsExactly(
                        "prices.yaml:11: [reaches it] is the name of a case in line 7 already: give each case of a file a name of its own");
    }

    @Test
    void aFieldThatStandsTwiceIsRefused() {
        assertThat(read(GOOD.replace("source: measured", "source: measured\nsource: read"))
                        .problems())
                .containsExactly("prices.yaml:3: [source] stands here a second time, first in line 2");
    }

    @Test
    void manifestsWithoutAScenarioAreRefused() {
        assertThat(read(GOOD.substring(GOOD.indexOf("---"))).problems())
                .containsExactly(
                        "prices.yaml:2: a manifest stands before the first scenario: begin with a document that has [scenario] and [cases]");
        assertThat(read("# nothing\n").problems())
                .containsExactly(
                        "prices.yaml:1: the file is empty: begin with a document that has [scenario] and [cases]");
    }

    @Test
    void aScenarioWithoutCasesIsRefused() {
        String cases = GOOD.substring(GOOD.indexOf("cases:"), GOOD.indexOf("---"));

        assertThat(read(GOOD.replace(cases, "")).problems())
                .containsExactly("prices.yaml:1: scenario [prices] has no [cases]");
        assertThat(read(GOOD.replace(cases, "cases: []\n")).problems())
                .containsExactly("prices.yaml:6: scenario [prices] has no case");
    }

    @Test
    void whatIsWrongWithOneCaseDoesNotHinderTheOthers() {
        String one = GOOD.substring(GOOD.indexOf("- case"), GOOD.indexOf("---"));

        ScenarioFile file =
                read(GOOD.replace(one, one + one.replace("reaches it", "other").replace("expect", "exept")));

        assertThat(file.scenarios().get(0).cases())
                .extracting(RoutingCase::name)
                .containsExactly("reaches it");
        assertThat(file.problems())
                .hasSize(1)
                .first()
                .asString()
                .startsWith("prices.yaml:14: a case has no field [exept]");
    }

    @Test
    void readsAFolderWithThoseInItAndNamesTheFiles(@TempDir Path folder) throws Exception {
        Files.createDirectories(folder.resolve("deep"));
        Files.writeString(folder.resolve("deep/a.yml"), GOOD);
        Files.writeString(folder.resolve("b.yaml"), GOOD.replace("source: measured", "sorce: x"));
        Files.writeString(folder.resolve("notes.txt"), "not read");
        Files.write(folder.resolve("c.yaml"), "scenario: é".getBytes(StandardCharsets.ISO_8859_1));

        ScenarioFile file = ScenarioFile.read(folder);

        assertThat(file.scenarios()).extracting(RoutingScenario::place).containsExactly("deep/a.yml:1");
        assertThat(file.problems())
                .hasSize(2)
                .anyMatch(problem -> problem.startsWith("b.yaml:2: "))
                .contains("c.yaml:1: is not written in UTF-8");
    }
}
