// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.spurline.internal.routing.KeyFormat.Carrier;
import dev.spurline.internal.routing.PropagatorCorpus.Passed;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The key reaches its route after every propagator of the corpus, however the mesh matches it. */
class PropagatorCorpusTests {

    /** What a test's request is like that has baggage of its own within W3C's grammar and the limits of all propagators. */
    private static final List<String> USUAL = List.of(
            "alone",
            "key-alone",
            "others-behind",
            "others-before",
            "others-between",
            "properties",
            "spaces",
            "equals-in-value",
            "members-64",
            "bytes-8192");

    /** Such, too, except for propagators that drop all baggage for one legal member of somebody else. */
    private static final Map<String, List<String>> UNUSUAL = Map.of(
            "percent-encoded", List.of("OpenTelemetry for Go 1.16.0"),
            "marks", List.of("OpenTelemetry for Go 1.16.0"),
            "empty-value",
                    List.of("ddtrace for Java 1.68.1", "ddtrace for JavaScript 5.132.0", "ddtrace for Python 4.16.0"));

    private static Stream<Passed> passed() {
        return PropagatorCorpus.passed();
    }

    @Test
    void beginsWithWhatOurClientsSend() {
        PropagatorCorpus corpus = PropagatorCorpus.read();

        assertThat(corpus.inputs().get("alone"))
                .isEqualTo(lines(PropagatorCorpus.TEST.addedTo(KeyFormat.SPURLINE.headers(PropagatorCorpus.KEY))));
        assertThat(corpus.inputs().get("key-alone")).isEqualTo(lines(KeyFormat.SPURLINE.headers(PropagatorCorpus.KEY)));
        assertThat(corpus.propagators()).allSatisfy(propagator -> {
            assertThat(propagator.outputs()).containsOnlyKeys(corpus.inputs().keySet());
            assertThat(propagator.date()).matches("20\\d\\d-\\d\\d-\\d\\d");
            assertThat(propagator.how()).matches("(recorded|derived from source): .+");
        });
    }

    private static Map<String, List<String>> lines(Map<String, String> headers) {
        return headers.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, header -> List.of(header.getValue())));
    }

    @Test
    void knowsTheUsualLibraries() {
        assertThat(PropagatorCorpus.read().propagators())
                .extracting(PropagatorCorpus.Propagator::library)
                .contains(
                        "OpenTelemetry Java agent",
                        "OpenTelemetry for Java",
                        "Micrometer Tracing with Brave",
                        "Micrometer Tracing with OpenTelemetry",
                        "OpenTelemetry for Python",
                        "OpenTelemetry for JavaScript",
                        "OpenTelemetry for Go",
                        "OpenTelemetry for .NET",
                        "OpenTelemetry for Ruby",
                        "OpenTelemetry for PHP",
                        "ddtrace for Java",
                        "ddtrace for Python",
                        "ddtrace for JavaScript");
    }

    @ParameterizedTest
    @MethodSource("passed")
    void envoyFindsTheKeyUnlessTheCorpusSaysThatItIsLost(Passed passed) {
        assertThat(found(carrier -> passed.joined(carrier.header())
                        .filter(value -> matches(carrier, value))
                        .isPresent()))
                .isEqualTo(!passed.loses("key"));
    }

    @ParameterizedTest
    @MethodSource("passed")
    void linkerdFindsTheKeyUnlessTheCorpusSaysThatItIsLost(Passed passed) {
        assertThat(found(carrier -> passed.lines(carrier.header()).stream()
                        .filter(PropagatorCorpusTests::isVisible)
                        .anyMatch(line -> spans(carrier, line))))
                .isEqualTo(!passed.loses("key"));
    }

    @ParameterizedTest
    @MethodSource("passed")
    void theGrammarOfBaggageAgrees(Passed passed) {
        String baggage = passed.joined("baggage").orElse("");

        boolean member = Stream.of(baggage.split(",", -1)).anyMatch(PropagatorCorpusTests::isKey);

        assertThat(member).isEqualTo(Pattern.matches(regex(), baggage));
    }

    @ParameterizedTest
    @MethodSource("passed")
    void theTestIsReadBackUnlessTheCorpusSaysThatItIsLost(Passed passed) {
        assertThat(TestMember.in(passed.joined("baggage").orElse("")))
                .isEqualTo(passed.test().stream().toList());
    }

    @Test
    void noPropagatorLosesTheKeyOfAUsualRequest() {
        assertThat(passed().filter(passed -> USUAL.contains(passed.input())))
                .isNotEmpty()
                .noneMatch(passed -> passed.loses("key"));
    }

    @Test
    void someLoseItForALegalMemberOfSomebodyElse() {
        UNUSUAL.forEach((input, losers) -> assertThat(
                        passed().filter(passed -> passed.input().equals(input) && passed.loses("key")))
                .extracting(passed -> passed.by().library() + " " + passed.by().version())
                .containsExactlyInAnyOrderElementsOf(losers));
    }

    /** What stood there once, and why it does not any more. */
    @Test
    void somePropagatorsLoseAKeyThatAPropertyStandsBeside() {
        assertThat(passed().filter(passed -> passed.input().equals("property-beside-the-key") && passed.loses("key")))
                .extracting(passed -> passed.by().library())
                .contains("OpenTelemetry for Python", "OpenTelemetry for .NET", "ddtrace for Python");
    }

    private static boolean found(Predicate<Carrier> match) {
        return KeyFormat.SPURLINE.carriers().stream().anyMatch(match);
    }

    private static boolean matches(Carrier carrier, String value) {
        String wanted = carrier.matchValue(PropagatorCorpus.KEY);
        return carrier.matchType().equals("Exact") ? wanted.equals(value) : Pattern.matches(wanted, value);
    }

    private static boolean spans(Carrier carrier, String line) {
        String wanted = carrier.matchValue(PropagatorCorpus.KEY);
        if (carrier.matchType().equals("Exact")) {
            return wanted.equals(line);
        }
        Matcher found = Pattern.compile(wanted).matcher(line);
        return found.find() && found.start() == 0 && found.end() == line.length();
    }

    /** Linkerd reads no other line as text. */
    private static boolean isVisible(String line) {
        return line.chars().allMatch(c -> (c >= 32 && c < 127) || c == '\t');
    }

    private static boolean isKey(String member) {
        try {
            return BaggageGrammar.hasMember(member, "spurline", PropagatorCorpus.KEY.value());
        } catch (IllegalArgumentException illegal) {
            return false;
        }
    }

    private static String regex() {
        return KeyFormat.baggageRegex("spurline", PropagatorCorpus.KEY.value());
    }
}
