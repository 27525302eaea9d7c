// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spurline.internal.routing.PropagatorCorpus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyHeadersTests {

    private static final String KEY = "k7f3q5tbma";
    private static final String MEMBERS = "spurline=k7f3q5tbma,spurline-test=kengine234.000017";
    private static final Map<String, String> OURS = Map.of("baggage", MEMBERS, "x-spurline-key", KEY);

    private static final Set<String> OUR_NAMES = Set.of("spurline", "spurline-test");

    /** As the mesh matches it. */
    private static final Pattern MATCH =
            Pattern.compile("^(?:.*,)?[ \\t]*spurline[ \\t]*=[ \\t]*" + KEY + "[ \\t]*(?:;[^,]*)?(?:,.*)?$");

    private final KeyHeaders headers = new KeyHeaders(OURS);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "''                                    | ''",
                "user=alice                            | ',user=alice'",
                "'user=alice , b=2;p=%20'              | ',user=alice , b=2;p=%20'",
                "spurline=old234567a                   | ''",
                "'a=1, spurline = old;t=3,b'           | ',a=1,b'",
                "'spurline=old234567a%3Bt%3D3,a=1'     | ',a=1'",
                "'a=1,spurline-test=kother2345.000003' | ',a=1'",
                "spurline-fork.cart.shop.80=cart-x,a=1 | ',a=1'",
                "'spurline-test = x;p ,spurline=y'     | ''",
                "xspurline=1,spurlinex=2,spurline-te=3 | ',xspurline=1,spurlinex=2,spurline-te=3'",
            })
    void mergesIntoTheCallersBaggage(String present, String others) {
        Map<String, String> result = headers.merged(Map.of("Baggage", List.of(present)));

        assertThat(result).isEqualTo(Map.of("baggage", MEMBERS + others, "x-spurline-key", KEY));
    }

    @Test
    void joinsSeveralHeadersIntoOne() {
        Map<String, String> result = headers.merged(Map.of("baggage", List.of("a=1", "spurline=x", "b=2")));

        assertThat(result).containsEntry("baggage", MEMBERS + ",a=1,b=2");
    }

    @Test
    void takesAnOldTestAwayAlsoWhereNoneIsKnown() {
        KeyHeaders unnumbered = new KeyHeaders(Map.of("baggage", "spurline=" + KEY));

        Map<String, String> result =
                unnumbered.merged(Map.of("baggage", List.of("a=1,spurline-test=kengine234.000017,b=2")));

        assertThat(result).containsEntry("baggage", "spurline=" + KEY + ",a=1,b=2");
    }

    @Test
    void putsANewMemberOfTraceStateFirst() {
        KeyHeaders traced = new KeyHeaders(Map.of("tracestate", "sd-routing-key=k1"));

        Map<String, String> result = traced.merged(Map.of("tracestate", List.of("vendor=7,sd-routing-key=k0")));

        assertThat(result).containsEntry("tracestate", "sd-routing-key=k1,vendor=7");
    }

    @Test
    void mergesIntoAnyHeaderThatHoldsAList() {
        KeyHeaders free = new KeyHeaders(Map.of("x-context", "route=k1", "x-route", "k1"));

        Map<String, String> result =
                free.merged(Map.of("X-Context", List.of("tenant=7,route=k0"), "x-route", List.of("k0")));

        assertThat(result).isEqualTo(Map.of("x-context", "route=k1,tenant=7", "x-route", "k1"));
        assertThat(free.stripped(Map.of("x-context", List.of(result.getOrDefault("x-context", "")))))
                .containsEntry("x-context", "tenant=7");
    }

    @Test
    void mergesSeveralMembersOfOneHeader() {
        KeyHeaders two = new KeyHeaders(Map.of("baggage", "one=k1,two=k1"));

        Map<String, String> result = two.merged(Map.of("baggage", List.of("two=k0,a=1,one=k0")));

        assertThat(result).containsEntry("baggage", "one=k1,two=k1,a=1");
        assertThat(two.stripped(Map.of("baggage", List.of(result.getOrDefault("baggage", "")))))
                .containsEntry("baggage", "a=1");
    }

    @Test
    void stripsItsOwnKeyAndNoOther() {
        Map<String, String> result = headers.stripped(Map.of(
                "baggage", List.of("a=1,spurline=" + KEY + ";t=4,spurline=other2345a,spurline-test=kengine234.000017"),
                "x-spurline-key", List.of("other2345a")));

        assertThat(result).isEqualTo(Map.of("baggage", "a=1,spurline=other2345a", "x-spurline-key", "other2345a"));
    }

    /** A service of the test's own may send on what it was sent, in the form that its propagator has made of it. */
    @Test
    void replacesItsMembersInEveryFormThatPropagatorsPassOn() {
        assertThat(PropagatorCorpus.passed()).allSatisfy(passed -> {
            String merged = headers.merged(passed.headers()).getOrDefault("baggage", "");

            assertThat(merged).startsWith(MEMBERS).matches(MATCH);
            assertThat(merged.split(",", -1))
                    .filteredOn(KeyHeadersTests::isOurs)
                    .hasSize(2);
        });
    }

    @Property(tries = 2000)
    void keepsAllOtherMembersToTheLetterAndIsMatchedByTheMesh(@ForAll("baggage") List<String> members) {
        String present = String.join(",", members);

        String merged = headers.merged(Map.of("baggage", List.of(present))).getOrDefault("baggage", "");

        List<String> expected = new ArrayList<>(List.of(MEMBERS.split(",")));
        members.stream().filter(member -> !isOurs(member)).forEach(expected::add);
        assertThat(merged).matches(MATCH);
        assertThat(merged.split(",", -1)).filteredOn(KeyHeadersTests::isOurs).hasSize(2);
        assertThat(List.of(merged.split(",", -1))).containsExactlyElementsOf(expected);
    }

    /** Several headers become one, and what the W3C grammar says of it is our members and what was there. */
    @Property(tries = 2000)
    void addsItsMembersByTheGrammar(@ForAll("baggage") List<String> one, @ForAll("baggage") List<String> two) {
        List<String> lines = List.of(String.join(",", one), "", String.join(" , ", two));

        String merged = headers.merged(Map.of("baggage", List.of(lines.get(0)), "Baggage", lines.subList(1, 3)))
                .getOrDefault("baggage", "");

        List<ParsedBaggage.Member> others = new ArrayList<>();
        lines.forEach(line -> others.addAll(ParsedBaggage.of(line).members()));
        others.removeIf(member -> OUR_NAMES.contains(member.key()));
        List<ParsedBaggage.Member> ours = ParsedBaggage.of(MEMBERS).members();
        assertThat(ParsedBaggage.of(merged).members()).startsWith(ours.get(0), ours.get(1));
        assertThat(ParsedBaggage.of(merged).members().subList(2, others.size() + 2))
                .containsExactlyInAnyOrderElementsOf(others);
        assertThat(ParsedBaggage.of(merged).members()).hasSize(others.size() + 2);
        assertThat(ParsedBaggage.of(headers.stripped(Map.of("baggage", List.of(merged)))
                                .getOrDefault("baggage", ""))
                        .members())
                .containsExactlyInAnyOrderElementsOf(others);
    }

    @Provide
    Arbitrary<List<String>> baggage() {
        Arbitrary<String> key =
                Arbitraries.of("spurline", "spurline-test", "spurline2", "xspurline", "user", "a", "SPURLINE");
        Arbitrary<String> value = Arbitraries.strings().withChars("abz27%20=").ofMaxLength(12);
        Arbitrary<String> space = Arbitraries.of("", " ", "\t", "  ");
        Arbitrary<String> property = Arbitraries.of("", ";t=4", ";p", "; q = 1;r");
        return Combinators.combine(space, key, space, value, property)
                .as((before, name, after, text, end) -> before + name + after + "=" + text + end)
                .list()
                .ofMinSize(1)
                .ofMaxSize(6);
    }

    private static boolean isOurs(String member) {
        return OUR_NAMES.contains(member.split("=", 2)[0].trim());
    }
}
