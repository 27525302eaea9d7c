// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Source: setDestinationRules, destinationRule and getExportedDestinationRuleFromNamespace in istiod's
 * {@code pilot/pkg/model/push_context.go}, mergeDestinationRule in {@code destination_rule.go}, DestinationRule in
 * {@code sidecar.go}.
 */
class HostDestinationRulesTests {

    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final String PRICING = "pricing.shop.svc.cluster.local";

    private final List<DestinationRule> rules = new ArrayList<>();

    /** Adds a rule that is a second younger than the one before. */
    private void rule(String namespace, String name, String host, String spec) {
        JsonNode object = yaml("""
                metadata: {namespace: %s, name: %s, creationTimestamp: "%s"}
                spec: {host: "%s", %s}
                """.formatted(namespace, name, Instant.ofEpochSecond(rules.size()), host, spec));
        rules.add(DestinationRule.read(object));
    }

    private static String subsets(String... names) {
        return "subsets: ["
                + String.join(
                        ", ",
                        List.of(names).stream().map("{name: %s}"::formatted).toList()) + "]";
    }

    private static JsonNode yaml(String text) {
        try {
            return YAML.readTree(text);
        } catch (JsonProcessingException wrong) {
            throw new IllegalArgumentException(text, wrong);
        }
    }

    private String found(String caller) {
        return found(caller, Map.of(), IstioMeshConfig.ISTIO);
    }

    private String found(String caller, Map<String, String> labels, IstioMeshConfig defaults) {
        return new HostDestinationRules(rules, defaults)
                .of(PRICING, "shop", caller, labels)
                .map(DestinationRule::name)
                .orElse("none");
    }

    @Test
    void theCallersNamespaceComesFirstThenTheServicesThenTheRoot() {
        rule("istio-system", "root", "*.local", "");
        assertThat(found("clients")).isEqualTo("root");

        rule("shop", "service", PRICING, "");
        assertThat(found("clients")).isEqualTo("service");

        rule("clients", "caller", "*", "");
        assertThat(found("clients")).isEqualTo("caller");
        assertThat(found("shop")).isEqualTo("service");
        assertThat(found("other")).isEqualTo("service");
    }

    @Test
    void aCallerInTheRootNamespaceTakesTheServicesRulesAndItsOwnPrivateOnes() {
        rule("istio-system", "global", "*.local", "");
        rule("shop", "service", PRICING, "");
        assertThat(found("istio-system")).isEqualTo("service");

        rule("istio-system", "private", "*.local", "exportTo: [\".\"]");
        assertThat(found("istio-system")).isEqualTo("private");
        assertThat(found("clients")).isEqualTo("service");
    }

    @Test
    void theMostSpecificHostCounts() {
        rule("shop", "all", "*", "");
        rule("shop", "long", "*.shop.svc.cluster.local", "");
        rule("shop", "short", "*.local", "");
        assertThat(found("shop")).isEqualTo("long");

        rule("shop", "exact", "pricing", "");
        assertThat(found("shop")).isEqualTo("exact");
    }

    @Test
    void onlyANameWithoutADotIsCompleted() {
        rule("shop", "dotted", "pricing.shop", "");

        assertThat(found("shop")).isEqualTo("none");
    }

    @Test
    void aRuleIsSeenWhereItIsExportedTo() {
        rule("shop", "named", "pricing", "exportTo: [clients]");

        assertThat(found("clients")).isEqualTo("named");
        assertThat(found("shop")).isEqualTo("none");
        assertThat(found("other")).isEqualTo("none");
    }

    @Test
    void whatIsNotSaidIsTheMeshsDefault() {
        rule("shop", "silent", "pricing", "");
        IstioMeshConfig hidden =
                new IstioMeshConfig("istio-system", Set.of("*"), Set.of("."), false, List.of(), List.of());

        assertThat(found("clients", Map.of(), hidden)).isEqualTo("none");
        assertThat(found("shop", Map.of(), hidden)).isEqualTo("silent");
    }

    @Test
    void theRootNamespaceIsTheInstallations() {
        rule("platform", "root", "*.local", "");
        IstioMeshConfig moved = new IstioMeshConfig("platform", Set.of("*"), Set.of("*"), false, List.of(), List.of());

        assertThat(found("clients")).isEqualTo("none");
        assertThat(found("clients", Map.of(), moved)).isEqualTo("root");
    }

    @Test
    void rulesOfOneHostMergeTheirSubsetsAndTheOldestPolicyCounts() {
        rule("shop", "first", "pricing", subsets("v1"));
        rule("shop", "second", "pricing", subsets("v1", "v2") + ", trafficPolicy: {tls: {mode: DISABLE}}");
        rule("shop", "third", PRICING, "trafficPolicy: {tls: {mode: SIMPLE}}");

        DestinationRule merged = new HostDestinationRules(rules, IstioMeshConfig.ISTIO)
                .of(PRICING, "shop", "clients", Map.of())
                .orElseThrow();

        assertThat(merged.subsets()).extracting(DestinationRule.Subset::name).containsExactly("v1", "v2");
        assertThat(merged.trafficPolicy()).isEqualTo(yaml("tls: {mode: DISABLE}"));
    }

    @Test
    void rulesThatAreExportedDifferentlyStandBesideEachOther() {
        rule("shop", "named", "pricing", "exportTo: [clients], " + subsets("v1"));
        rule("shop", "public", "pricing", "exportTo: [\"*\"], " + subsets("v2"));

        assertThat(found("clients")).isEqualTo("public");
        assertThat(found("other")).isEqualTo("public");
    }

    @Test
    void aRuleThatSelectsTheCallerCountsBeforeTheNamespacesOwn() {
        rule("shop", "all", "pricing", "exportTo: [\"*\"]");
        rule("shop", "some", "pricing", "workloadSelector: {matchLabels: {app: cart}}");

        assertThat(found("shop", Map.of("app", "cart", "v", "1"), IstioMeshConfig.ISTIO))
                .isEqualTo("some");
        assertThat(found("shop", Map.of("app", "web"), IstioMeshConfig.ISTIO)).isEqualTo("all");
        assertThat(found("clients", Map.of("app", "cart"), IstioMeshConfig.ISTIO))
                .isEqualTo("all");
    }

    @Test
    void aSubsetsPolicyReplacesTheRulesAndAPortsReplacesBoth() {
        rule("shop", "rule", "pricing", """
                trafficPolicy:
                  {loadBalancer: {simple: RANDOM}, outlierDetection: {consecutive5xxErrors: 1}, tls: {mode: DISABLE},
                   portLevelSettings: [{port: {number: 81}, loadBalancer: {simple: ROUND_ROBIN}}]},
                subsets: [{name: v1, trafficPolicy: {loadBalancer: {simple: PASSTHROUGH}}}]""");
        DestinationRule rule = rules.get(0);

        assertThat(rule.policyOf("", 80))
                .isEqualTo(yaml("{loadBalancer: {simple: RANDOM}, outlierDetection: {consecutive5xxErrors: 1}, "
                        + "tls: {mode: DISABLE}}"));
        assertThat(rule.policyOf("v1", 80).path("loadBalancer")).isEqualTo(yaml("simple: PASSTHROUGH"));
        assertThat(rule.policyOf("v1", 80).path("tls")).isEqualTo(yaml("mode: DISABLE"));
        assertThat(rule.policyOf("v1", 81)).isEqualTo(yaml("loadBalancer: {simple: ROUND_ROBIN}"));
    }
}
