// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class MultiSearchTests {

    /** Few letters, so that words overlap, begin and end alike, and stand in each other. */
    @Property
    void findsWhatASearchForEachWordFinds(@ForAll("words") Set<String> words, @ForAll("texts") String text) {
        assertThat(found(words, text)).containsExactlyInAnyOrderElementsOf(oneByOne(words, text));
    }

    @Provide
    Arbitrary<Set<String>> words() {
        return Arbitraries.strings()
                .withChars("ab")
                .ofMinLength(1)
                .ofMaxLength(6)
                .set()
                .ofMaxSize(8);
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.strings().withChars("abc").ofMaxLength(60);
    }

    @Test
    void looksAtEachCharacterOnceHoweverManyWordsThereAre() {
        String log =
                "2026-01-01 INFO password-1 is not password-2, says aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n".repeat(2000);
        List<String> words = IntStream.range(0, 50)
                .mapToObj(i -> "password-" + i + "x".repeat(i))
                .collect(Collectors.toList());
        words.addAll(
                IntStream.range(0, 50).mapToObj(i -> "a".repeat(i + 1) + "b").toList());
        Counted counted = new Counted(log);

        new MultiSearch(words).find(counted, (start, end, word) -> {});

        assertThat(counted.looks).isEqualTo(log.length());
    }

    private static List<String> found(Collection<String> words, String text) {
        List<String> found = new ArrayList<>();
        new MultiSearch(words).find(text, (start, end, word) -> found.add("%d-%d %s".formatted(start, end, word)));
        return found;
    }

    private static List<String> oneByOne(Collection<String> words, String text) {
        List<String> found = new ArrayList<>();
        for (String word : words) {
            for (int at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
                found.add("%d-%d %s".formatted(at, at + word.length(), word));
            }
        }
        return found;
    }

    /** Counts how often somebody looks at one of its characters. */
    private static final class Counted implements CharSequence {

        private final String text;
        private long looks;

        Counted(String text) {
            this.text = text;
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            looks++;
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.subSequence(start, end);
        }
    }
}
