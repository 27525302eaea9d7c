// SPDX-License-Identifier: Apache-2.0
package dev.spurline.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SummaryMarkdownTests {

    @Test
    void tells_a_run_in_a_table_and_a_graph() {
        assertThat(print(SampleRun.passed("com.example.DiscountIT"))).isEqualTo("""
                ## Spurline: passed

                **1** sandbox · **1 of 1** forks reached · **1** tests passed · **0** tests failed · **1.8 s** slowest opening · **90 ms** slowest closing

                | sandbox | fork | image | served | open after |
                |---|---|---|---|---|
                | DiscountIT | deployment/pricing | shop/pricing:1 | served 1 request | 1.8 s |

                ```mermaid
                flowchart LR
                    t1["DiscountIT"] ==>|key k7f3q5tbma| f1["pricing-k7f3q5tbma<br/>served 1 request"]
                    o["everybody else"] --> b1["deployment/pricing<br/>baseline"]
                ```
                """);
    }

    @Test
    void a_fork_of_others_says_whose_it_is() {
        assertThat(print(SampleRun.joining("com.example.DiscountIT")))
                .contains(
                        "| DiscountIT | deployment/pricing | shop/pricing:1 | served 1 request | 1.8 s |",
                        "| DiscountIT | deployment/tax of sandbox [bcdefghijk] of [TaxIT] | shop/tax:2 | served: not known | 1.8 s |");
    }

    @Test
    void tells_what_failed() {
        ReportedFailure failure = new ReportedFailure("expected <90>\nbut was <100>", "", "");

        assertThat(print(SampleRun.failed("com.example.DiscountIT", failure))).endsWith("""

                **DiscountIT: theTotalIsReduced**

                    expected <90>
                    but was <100>
                """);
    }

    @Test
    void a_long_message_is_not_cut_within_a_character() {
        ReportedFailure failure = new ReportedFailure("x".repeat(599) + "\ud83d\ude00", "", "");

        assertThat(print(SampleRun.failed("com.example.A", failure))).endsWith("    " + "x".repeat(599) + "…\n");
    }

    @Test
    void tells_twenty_failures() {
        ReportedFailure failure = new ReportedFailure("expected <90>", "", "");
        ReportedSandbox[] many = Stream.generate(() -> SampleRun.failed("com.example.A", failure))
                .limit(23)
                .toArray(ReportedSandbox[]::new);

        String summary = print(many);
        assertThat(summary).endsWith("    expected <90>\n\nand 3 more\n");
        assertThat(summary.split("expected <90>", -1)).hasSize(21);
    }

    @Test
    void a_graph_of_many_forks_is_left_out() {
        ReportedSandbox[] many = Stream.generate(() -> SampleRun.passed("com.example.A"))
                .limit(9)
                .toArray(ReportedSandbox[]::new);

        assertThat(print(many)).doesNotContain("mermaid").contains("**9 of 9** forks reached");
    }

    private static String print(ReportedSandbox... sandboxes) {
        return new SummaryMarkdown(RunReport.of(List.of(SampleRun.jvm("1", "run", sandboxes)))).print();
    }
}
