// SPDX-License-Identifier: Apache-2.0
package dev.spurline.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ReportPageTests {

    private static final Pattern REFERENCE = Pattern.compile("(?:src|href|url)(?:=\"|\\()([^\")]*)");

    @Test
    void loads_nothing() {
        String page = print(SampleRun.passed("com.example.DiscountIT"));

        assertThat(REFERENCE.matcher(page).results().map(reference -> reference.group(1)))
                .isNotEmpty()
                .allMatch(reference -> reference.startsWith("#")
                        || reference.equals("data:,")
                        || reference.matches("[a-z]+\\.(json|md)"));
        assertThat(page).doesNotContain("@import", "<link rel=\"stylesheet\"", "fetch(");
    }

    @Test
    void tells_what_the_run_proved() {
        String page = print(SampleRun.passed("com.example.DiscountIT"));

        assertThat(page)
                .contains("<b>1 of 1</b><span>forks reached</span>")
                .contains("Fork of <b>deployment/pricing</b> served 1 request")
                .contains("HTTPRoute [shop/pricing-k7f3q5tbma]")
                .contains("env DISCOUNT of container pricing added, because the fork asks for it")
                .contains("<span class=\"removed\">-b</span>", "<span class=\"added\">+c</span>")
                .doesNotContain("What failed");
    }

    @Test
    void tells_what_was_compared() {
        assertThat(print(SampleRun.passed("com.example.DiscountIT")))
                .contains(
                        "<summary>Compared with the baseline: <code>GET storefront/checkout/42</code>, differences: 1</summary>",
                        "Baseline 31 ms and 9 ms, with the key 11 ms",
                        "Varies by itself: $.id",
                        "<span class=\"same\"> $.total</span><span class=\"removed\">-100</span><span class=\"added\">+\"&lt;90&gt;\"</span>");
    }

    @Test
    void a_fork_of_others_says_whose_it_is() {
        assertThat(print(SampleRun.joining("com.example.DiscountIT")))
                .contains(
                        "forked as tax-bcdefghijk by sandbox [bcdefghijk] of [TaxIT]",
                        "go to the fork tax-bcdefghijk of sandbox [bcdefghijk] of [TaxIT], which served: not known;",
                        "It is a fork of another sandbox, which requests with this key reach, too.")
                .doesNotContain("ready after 0 ms");
    }

    @Test
    void tells_what_failed_first() {
        ReportedFailure failure = new ReportedFailure("expected <90> & got <100>", "fork is ready", "/tmp/files");
        String page = print(SampleRun.passed("com.example.A"), SampleRun.failed("com.example.B", failure));

        assertThat(page)
                .containsSubsequence(
                        "What failed",
                        "B: theTotalIsReduced",
                        "expected &lt;90&gt; &amp; got &lt;100&gt;",
                        "fork is ready",
                        "/tmp/files",
                        "Sandboxes")
                .contains(
                        "<li class=\"plain\"><b>1 of 2</b><span>forks reached</span>",
                        "<b>1</b><span>not known whether reached</span>",
                        "<g class=\"unknown\">",
                        "served not known: its proxy tells nothing")
                .doesNotContain("<g class=\"unreached\">");
    }

    @Test
    void a_fork_that_served_nothing_is_unreached() {
        assertThat(print(SampleRun.unreached("com.example.A")))
                .contains("<li class=\"bad\"><b>0 of 1</b><span>forks reached</span>", "<g class=\"unreached\">")
                .doesNotContain("not known whether reached");
    }

    @Test
    void tells_what_is_kept() {
        assertThat(print(SampleRun.kept("com.example.A"), SampleRun.passed("com.example.B")))
                .containsOnlyOnce("<span class=\"badge kept\">kept until 2026-11-30 11:23:50 UTC</span>")
                .containsOnlyOnce("Its routes were removed\nkubectl -n shop logs &lt;pod&gt;</pre>");
    }

    @Test
    void a_long_message_loses_its_middle() {
        ReportedFailure failure = new ReportedFailure("m".repeat(100_000), "d".repeat(100_000), "");

        assertThat(failure.message()).hasSize(64 * 1024).contains("m…m");
        assertThat(failure.diagnosis()).hasSize(64 * 1024).contains("d…d");
    }

    @Test
    void tells_of_a_sandbox_that_was_never_open() {
        String page = print(SampleRun.refused("com.example.MisspeltIT"));

        assertThat(page)
                .contains("Workload [prising] is not there", "It was not opened.")
                .doesNotContain("<svg class=\"topology\"");
    }

    @Test
    void no_name_breaks_out_of_the_page() {
        String page = print(SampleRun.passed("com.example.\"><script>alert(1)</script>"));

        assertThat(page).doesNotContain("<script>alert");
    }

    @Test
    void bars_stay_on_the_axis() {
        TimelineLayout time = TimelineLayout.of(List.of(SampleRun.passed("com.example.A")).stream());

        assertThat(time.row(SampleRun.passed("com.example.A"), "a").bars())
                .extracting(TimelineLayout.Bar::text)
                .containsExactly("plan: 300 ms", "ready: 1.5 s", "theTotalIsReduced: 800 ms", "closing: 90 ms");
        assertThat(time.row(SampleRun.passed("com.example.A"), "a").bars())
                .allMatch(bar -> Double.parseDouble(bar.left()) + Double.parseDouble(bar.width()) <= 100.01);
        assertThat(time.length()).isEqualTo("2.8 s");
    }

    private static String print(ReportedSandbox... sandboxes) {
        return new ReportPage(RunReport.of(List.of(SampleRun.jvm("1", "run", sandboxes)))).print();
    }
}
