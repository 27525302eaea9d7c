// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spurline.PreflightException;
import dev.spurline.RoutingKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.junit.jupiter.api.Test;

class ForkLabelsTests {

    private static final RoutingKey KEY = new RoutingKey("k7f3q5tbma");
    private static final Map<String, String> LABELS = Map.of("app", "pricing", "tier", "backend", "version", "1");

    @Test
    void changesNothingThatNobodySelectsOn() {
        assertThat(relabel(Set.of(), foreign(Map.of("app", "cart"))).labels()).isEqualTo(LABELS);
    }

    @Test
    void changesOneLabelForSeveralSelectorsIfOneWillDo() {
        ForkLabels.Result result = relabel(
                Set.of(), foreign(Map.of("app", "pricing", "tier", "backend")), foreign(Map.of("tier", "backend")));

        assertThat(result.labels())
                .containsEntry("app", "pricing")
                .containsEntry("tier", "backend-k7f3q5tbma")
                .containsEntry("version", "1");
    }

    @Test
    void keepsLabelsByWhichPeersKnowTheBaselineIfItCan() {
        Map<String, String> both = Map.of("app", "pricing", "tier", "backend");

        assertThat(relabel(Set.of(), foreign(both)).labels()).containsEntry("app", "pricing-k7f3q5tbma");
        assertThat(relabel(Set.of("app"), foreign(both)).labels()).containsEntry("tier", "backend-k7f3q5tbma");
    }

    @Test
    void removesALabelWhosePresenceSelects() {
        ForkLabels.Result result = relabel(Set.of(), foreign(term("app", PodSelector.Operator.EXISTS)));

        assertThat(result.labels()).doesNotContainKey("app");
        assertThat(result.sentences()).containsExactly("label app removed, because Service s selects it");
    }

    @Test
    void addsALabelWhoseAbsenceSelects() {
        assertThat(relabel(Set.of(), foreign(term("canary", PodSelector.Operator.DOES_NOT_EXIST)))
                        .labels())
                .containsEntry("canary", "k7f3q5tbma");
        assertThat(relabel(Set.of(), foreign(term("tier", PodSelector.Operator.NOT_IN, "web")))
                        .labels())
                .containsEntry("tier", "web");
    }

    @Test
    void refusesWhatCannotBe() {
        assertThatThrownBy(() -> relabel(
                        Set.of(),
                        foreign(term("app", PodSelector.Operator.EXISTS)),
                        foreign(term("app", PodSelector.Operator.DOES_NOT_EXIST))))
                .isInstanceOf(PreflightException.class)
                .hasMessage(
                        "No change of labels keeps a fork of [deployment/pricing] out of every selector of its namespace: Service s selects it. Let those ask for a label with a value of its own");
    }

    @Property(tries = 2000)
    void noForeignSelectorSelectsTheFork(
            @ForAll("labels") Map<String, String> labels, @ForAll("selectors") List<PodSelector> selectors) {
        List<ForeignSelector> foreign = selectors.stream()
                .map(selector -> new ForeignSelector("Service s", "selects", selector))
                .toList();
        Map<String, String> changed;
        try {
            changed = new ForkLabels(KEY, foreign, Set.of()).apply("w", labels).labels();
        } catch (PreflightException e) {
            // Only selectors of opposite meaning leave no way out.
            assertThat(selectors.stream().flatMap(selector -> selector.terms().stream()))
                    .anyMatch(term -> term.operator() != PodSelector.Operator.IN);
            return;
        }

        assertThat(foreign)
                .noneMatch(selector ->
                        !selector.selector().everything() && selector.selector().selects(changed));
    }

    @Provide
    Arbitrary<Map<String, String>> labels() {
        return Arbitraries.maps(Arbitraries.of("a", "b", "c", "d"), Arbitraries.of("1", "2", "", "x".repeat(63)))
                .ofMaxSize(4);
    }

    @Provide
    Arbitrary<List<PodSelector>> selectors() {
        Arbitrary<PodSelector.Operator> operator = Arbitraries.frequency(
                Tuple.of(12, PodSelector.Operator.IN),
                Tuple.of(1, PodSelector.Operator.NOT_IN),
                Tuple.of(1, PodSelector.Operator.EXISTS),
                Tuple.of(1, PodSelector.Operator.DOES_NOT_EXIST));
        Arbitrary<PodSelector.Term> term = Combinators.combine(
                        Arbitraries.of("a", "b", "c", "d", "e"),
                        operator,
                        Arbitraries.of("1", "2", "").list().ofMinSize(1).ofMaxSize(2))
                .as(PodSelector.Term::new);
        return term.list().ofMaxSize(3).map(PodSelector::new).list().ofMaxSize(6);
    }

    private static ForkLabels.Result relabel(Set<String> referenced, ForeignSelector... foreign) {
        return new ForkLabels(KEY, List.of(foreign), referenced).apply("deployment/pricing", LABELS);
    }

    private static ForeignSelector foreign(Map<String, String> labels) {
        return new ForeignSelector("Service s", "selects", PodSelector.of(labels));
    }

    private static ForeignSelector foreign(PodSelector.Term term) {
        return new ForeignSelector("Service s", "selects", new PodSelector(new ArrayList<>(List.of(term))));
    }

    private static PodSelector.Term term(String key, PodSelector.Operator operator, String... values) {
        return new PodSelector.Term(key, operator, List.of(values));
    }
}
