// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.util.Set;
import org.junit.jupiter.api.Test;

class UnplayedPoliciesTests {

    private static Set<String> of(String spec) throws Exception {
        return UnplayedPolicies.of(DestinationRule.read(new ObjectMapper(new YAMLFactory())
                .readTree("{metadata: {namespace: shop, name: a}, spec: {%s}}".formatted(spec))));
    }

    @Test
    void findsWhatTheRuleItsSubsetsAndItsPortsSay() throws Exception {
        assertThat(of("""
                host: pricing,
                trafficPolicy: {outlierDetection: {}, tls: {mode: SIMPLE}, portLevelSettings: [{connectionPool: {}}]},
                subsets: [{name: v1, trafficPolicy: {loadBalancer: {consistentHash: {httpHeaderName: x}}}}]"""))
                .containsExactly(
                        "connectionPool", "loadBalancer.consistentHash", "outlierDetection", "tls.mode SIMPLE");
    }

    @Test
    void findsNothingInWhatMakesNoDifferenceHere() throws Exception {
        assertThat(of("""
                host: pricing, trafficPolicy: {loadBalancer: {simple: RANDOM}, tls: {mode: ISTIO_MUTUAL}}, subsets: [{name: v1}]""")).isEmpty();
    }
}
