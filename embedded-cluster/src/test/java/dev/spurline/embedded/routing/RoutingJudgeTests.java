// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run of cases prints, with a folder of good and bad ones. */
class RoutingJudgeTests {

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);

    @Test
    void printsWhatFailsAndCounts() throws Exception {
        Path folder = Path.of(Objects.requireNonNull(RoutingJudgeTests.class.getResource("judged"))
                .toURI());

        RoutingJudge judge = new RoutingJudge(ScenarioFile.read(folder), out).judge(EmbeddedTarget::start);

        assertThat(judge.passed()).isEqualTo(2);
        assertThat(judge.failures())
                .containsExactly(
                        "misspelt.yaml:9: a case has no field [expct], did you mean [expect]?: its fields are case, source, from, request, headers, expect",
                        "prices.yaml [wrong on purpose]",
                        "refused.yaml [is never asked]");
        assertThat(printed.toString(StandardCharsets.UTF_8)).isEqualTo("""
                FAILED misspelt.yaml:9: a case has no field [expct], did you mean [expect]?: its fields are case, source, from, request, headers, expect
                FAILED prices.yaml:17 [wrong on purpose] on the embedded mesh
                  scenario an HTTPRoute with a rule for a header
                  request  GET http://pricing.shop:8080/, x-key: k2, from web/front
                  expected workload [shop/fork], status [200], rule [shop.pricing.0]
                  got      workload [shop/pricing], status [200], rule [shop.pricing.1]
                  source   made up
                  routes   of web/front to pricing.shop:8080
                             shop.pricing.0 {"prefix":"/","case_sensitive":true,"headers":[{"name":"x-key","string_match":{"exact":"k1"}}]} -> outbound|8080||fork.shop.svc.cluster.local
                             shop.pricing.1 {"prefix":"/","case_sensitive":true} -> outbound|8080||pricing.shop.svc.cluster.local
                FAILED refused.yaml:7 [is never asked]: the objects of its scenario [a Service that the API refuses] cannot be made on the embedded mesh: refused.yaml:12: Service [other] is refused: Service in version "v1" cannot be handled as a Service: strict decoding error: unknown field "spec.ports[0].targetport"
                2 passed, 3 failed
                """);
    }

    @Test
    void aRunWithoutACaseFails(@TempDir Path empty) throws Exception {
        RoutingJudge judge = new RoutingJudge(ScenarioFile.read(empty), out).judge(EmbeddedTarget::start);

        assertThat(judge.failures()).containsExactly("no case");
        assertThat(printed.toString(StandardCharsets.UTF_8)).isEqualTo("""
                FAILED No case was found: a file ends with .yaml or .yml, and begins with [scenario] and [cases]
                0 passed, 1 failed
                """);
    }
}
