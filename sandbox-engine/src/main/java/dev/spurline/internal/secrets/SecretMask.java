// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.secrets;

import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Hides the secrets of one sandbox in texts for people, wherever they stand and however they are written there, and leaves
 * everything else as it is. In the log of a container, which quotes what nobody has told us, also what looks like a secret.
 */
public final class SecretMask {

    /** What stands for a hidden value. */
    public static final String HIDDEN = "***";

    /** Hides nothing but passwords in addresses. */
    public static final SecretMask NONE = of(List.of(), List.of(), SecretNames.with(List.of()));

    /** Shorter ones are hidden only where they are the value of something: in texts they are words like {@code on}. */
    static final int SHORTEST = 4;

    /** From this length on, a secret within a longer word is no coincidence. */
    static final int UNMISTAKABLE = 16;

    private static final char PADDING = '=';

    private final MultiSearch search;
    private final boolean empty;
    private final Set<String> named;
    private final CredentialPatterns credentials;

    private SecretMask(Collection<String> words, Set<String> named, CredentialPatterns credentials) {
        this.search = new MultiSearch(words);
        this.empty = words.isEmpty() && named.isEmpty();
        this.named = named;
        this.credentials = credentials;
    }

    /**
     * Returns a mask.
     *
     * @param secrets what to hide
     * @param own names that are told of all the time: what is a word of one of them is not looked for
     * @param names what is secret in a log by its name
     */
    public static SecretMask of(Collection<String> secrets, Collection<String> own, SecretNames names) {
        Set<String> words =
                secrets.stream().flatMap(SecretMask::words).collect(Collectors.toCollection(LinkedHashSet::new));
        Set<String> named = new LinkedHashSet<>();
        MultiSearch search = new MultiSearch(words);
        own.forEach(name -> search.find(name, (start, end, word) -> {
            if (whole(name, start, end, SecretMask::wordCharacter)) {
                named.add(word);
            }
        }));
        words.removeAll(named);
        return new SecretMask(words, named, new CredentialPatterns(names));
    }

    /** Logs are told by lines, and editors take spaces away. */
    private static Stream<String> words(String secret) {
        return Stream.concat(Stream.of(secret, secret.strip()), secret.lines().map(String::strip))
                .filter(word -> word.strip().length() >= SHORTEST)
                .filter(word -> !CredentialPatterns.common(word) && !SecretNames.word(word))
                .flatMap(word -> Stream.of(word, octets(word)));
    }

    /** A text as Base64 holds it: a character for each octet. */
    private static String octets(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    /** Returns whether a text has something in it that this mask hides. */
    public boolean tells(String text) {
        return !hidden(text).isEmpty();
    }

    /** Returns a text without the secrets, and without user and password in addresses. */
    public String clean(String text) {
        return without(text, hidden(text));
    }

    /** Returns the lines of a program's log without the secrets and without what looks like one. */
    public List<String> log(List<String> lines) {
        return lines.stream().map(this::log).toList();
    }

    private String log(String line) {
        BitSet hidden = hidden(line);
        credentials.mark(line, hidden);
        return without(line, hidden);
    }

    private BitSet hidden(String text) {
        BitSet hidden = new BitSet();
        CredentialPatterns.markInAddresses(text, hidden);
        if (!empty) {
            DecodedText.readings(text).forEach(reading -> mark(reading, hidden));
        }
        return hidden;
    }

    private void mark(DecodedText reading, BitSet hidden) {
        String text = reading.text();
        search.find(text, (start, end, word) -> {
            if (whole(text, start, end, SecretMask::wordCharacter)) {
                hidden.set(reading.start(start), reading.end(end));
            }
        });
        for (Base64Run run : Base64Run.in(text)) {
            search.find(run.octets(), (start, end, word) -> {
                if (whole(run.octets(), start, end, SecretMask::asciiWordCharacter)) {
                    hide(reading, run, start, end, hidden);
                }
            });
            named.stream().filter(word -> holdsOnly(run, word)).forEach(word -> {
                int end = run.octets().length();
                hide(reading, run, end - word.length(), end, hidden);
            });
        }
    }

    /** What is also a name is hidden where it can only be the secret: alone, or behind a user. */
    private static boolean holdsOnly(Base64Run run, String word) {
        return run.octets().equals(word) || run.octets().endsWith(":" + word);
    }

    private static void hide(DecodedText reading, Base64Run run, int start, int end, BitSet hidden) {
        int last = run.endOf(end);
        while (last < reading.text().length() && reading.text().charAt(last) == PADDING) {
            last++;
        }
        hidden.set(reading.start(run.startOf(start)), reading.end(last));
    }

    private static boolean whole(String text, int start, int end, IntPredicate letter) {
        return end - start >= UNMISTAKABLE || (edge(text, start, letter) && edge(text, end, letter));
    }

    /** Returns whether a word may begin or end there: not between two letters. */
    private static boolean edge(String text, int at, IntPredicate letter) {
        return at == 0 || at == text.length() || !letter.test(text.charAt(at - 1)) || !letter.test(text.charAt(at));
    }

    private static boolean wordCharacter(int letter) {
        return Character.isLetterOrDigit(letter) || letter == '_';
    }

    /** Octets beyond ASCII are parts of letters, or of no text at all. */
    private static boolean asciiWordCharacter(int letter) {
        return letter < 0x80 && wordCharacter(letter);
    }

    static String without(String text, BitSet hidden) {
        if (hidden.isEmpty()) {
            return text;
        }
        StringBuilder clean = new StringBuilder();
        int at = 0;
        for (int start = hidden.nextSetBit(0); start >= 0; start = hidden.nextSetBit(at)) {
            clean.append(text, at, start).append(HIDDEN);
            at = hidden.nextClearBit(start);
        }
        return clean.append(text, at, text.length()).toString();
    }
}
