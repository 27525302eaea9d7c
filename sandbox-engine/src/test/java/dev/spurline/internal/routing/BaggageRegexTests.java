// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The expression for baggage, with Java's engine and with RE2's, against a parser of W3C's grammar. */
class BaggageRegexTests {

    private static final String KEY = "k7f3q5tbma";
    private static final String REGEX = KeyFormat.baggageRegex("spurline", KEY);
    private static final Pattern JAVA = Pattern.compile(REGEX);
    private static final com.google.re2j.Pattern RE2 = com.google.re2j.Pattern.compile(REGEX);

    /** A million with -Dspurline.build.headers=1000000. Each header is also read in a mutated form, which is rarely legal: there the two engines must still agree. */
    private static final int HEADERS = Integer.getInteger("spurline.build.headers", 100_000);

    @Test
    void isTheExpressionOfTheDesign() {
        assertThat(REGEX).isEqualTo("^(?:.*,)?[ \\t]*spurline[ \\t]*=[ \\t]*k7f3q5tbma[ \\t]*(?:;[^,]*)?(?:,.*)?$");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "spurline=k7f3q5tbma",
                "a=1,spurline=k7f3q5tbma",
                "a=1, spurline=k7f3q5tbma ,b=2",
                "a=1,\tspurline = k7f3q5tbma ; p1 ; p2=v , b=2",
                "spurline=k7f3q5tbma;t=17",
                "spurline=k7f3q5tbma,",
                ",spurline=k7f3q5tbma",
                "spurline=abc,spurline=k7f3q5tbma"
            })
    void findsTheKey(String header) {
        assertThat(matches(header)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "spurline=k7f3q5tbmax",
                "spurline=k7f3q5tbm",
                "xspurline=k7f3q5tbma",
                "x-spurline=k7f3q5tbma",
                "spurline2=k7f3q5tbma",
                "spurline=k7f3q5tbma.x",
                "spurline=k7f3q5tbma=x",
                "spurline=k7f3q5tbma x",
                "a=1;spurline=k7f3q5tbma",
                "a=spurline=k7f3q5tbma",
                "a=1;x=y;spurline=k7f3q5tbma,b=2",
                "spurline=%6B7f3q5tbma",
                "spurline=\"k7f3q5tbma\"",
                "spurline=K7F3Q5TBMA",
                "SPURLINE=k7f3q5tbma"
            })
    void findsNothingElse(String header) {
        assertThat(matches(header)).isFalse();
    }

    @Test
    void agreesWithTheGrammar() {
        Random random = new Random(20261121);
        int found = 0;
        for (int i = 0; i < HEADERS; i++) {
            String header = header(random);
            boolean expected = BaggageGrammar.hasMember(header, "spurline", KEY);
            found += expected ? 1 : 0;
            assertThat(matches(header)).as(header).isEqualTo(expected);
            matches(mutated(header, random));
        }
        assertThat(found).isBetween(HEADERS / 10, HEADERS * 9 / 10);
    }

    @Test
    void quotesMembersThatAreExpressionsThemselves() {
        String regex = KeyFormat.baggageRegex("a.b+c|d", KEY);

        assertThat(Pattern.matches(regex, "a.b+c|d=" + KEY)).isTrue();
        assertThat(Pattern.matches(regex, "aXbbc=" + KEY)).isFalse();
        assertThat(com.google.re2j.Pattern.matches(regex, "a.b+c|d=" + KEY)).isTrue();
    }

    /** Matches as Envoy does, whole, and as Linkerd does, finding first and comparing spans; all must agree. */
    private static boolean matches(String header) {
        boolean java = JAVA.matcher(header).matches();
        com.google.re2j.Matcher found = RE2.matcher(header);
        boolean linkerd = found.find() && found.start() == 0 && found.end() == header.length();
        assertThat(RE2.matches(header)).as(header).isEqualTo(java);
        assertThat(linkerd).as(header).isEqualTo(java);
        return java;
    }

    private static String header(Random random) {
        List<String> members = new ArrayList<>();
        int count = 1 + random.nextInt(4);
        for (int i = 0; i < count; i++) {
            members.add(space(random) + member(random) + space(random));
        }
        return String.join(",", members);
    }

    private static String member(Random random) {
        StringBuilder member = new StringBuilder(pair(random));
        for (int i = random.nextInt(3); i > 0; i--) {
            member.append(space(random)).append(';').append(space(random));
            member.append(random.nextBoolean() ? pair(random) : name(random));
        }
        return member.toString();
    }

    private static String pair(Random random) {
        return name(random) + space(random) + "=" + space(random) + value(random);
    }

    private static String name(Random random) {
        return switch (random.nextInt(6)) {
            case 0, 1 -> "spurline";
            case 2 -> "spurline" + token(random);
            case 3 -> token(random) + "spurline";
            default -> token(random);
        };
    }

    private static String value(Random random) {
        return switch (random.nextInt(6)) {
            case 0, 1 -> KEY;
            case 2 -> KEY + octets(random);
            case 3 -> octets(random) + KEY;
            default -> octets(random);
        };
    }

    private static String token(Random random) {
        return some(random, 1, "abkspurline0179!#$%&'*+-.^_`|~");
    }

    private static String octets(Random random) {
        return some(random, 0, "abkq57=:/?@[]{}()<>!#$%&'*+-.^_`|~");
    }

    private static String space(Random random) {
        return random.nextInt(3) == 0 ? some(random, 0, " \t") : "";
    }

    private static String some(Random random, int least, String alphabet) {
        StringBuilder text = new StringBuilder();
        for (int i = least + random.nextInt(4); i > 0; i--) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }

    private static String mutated(String header, Random random) {
        if (header.isEmpty()) {
            return header;
        }
        int at = random.nextInt(header.length());
        String noise = String.valueOf(" \t,;=\"\\éx".charAt(random.nextInt(9)));
        return header.substring(0, at) + noise + header.substring(at + random.nextInt(2));
    }
}
