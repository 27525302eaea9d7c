// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.secrets;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Decides by a name whether what it names is a secret. A name consists of words: {@code DB_PASSWORD}, {@code db-password},
 * {@code db.password} and {@code dbPassword} are the same two. {@code docs/configuration.md} lists the words.
 */
public final class SecretNames {

    /** Secret wherever they stand in a name, and also at the end of a word, as in {@code PGPASSWORD}. */
    static final List<String> ENDINGS = List.of(
            "PASSWORD",
            "PASSWD",
            "PASSPHRASE",
            "PASSCODE",
            "SECRET",
            "TOKEN",
            "CREDENTIAL",
            "AUTHORIZATION",
            "APIKEY",
            "ACCESSKEY",
            "AUTHKEY",
            "PRIVATEKEY",
            "CONNECTIONSTRING");

    /** Secret wherever they stand in a name. */
    static final List<String> WORDS =
            List.of("PWD", "CREDS", "PRIVATE", "DSN", "JWT", "API_KEY", "ACCESS_KEY", "AUTH_KEY", "CONNECTION_STRING");

    /** Secret as the last word of a name. */
    static final List<String> LAST_WORDS = List.of("KEY", "PASS", "AUTH");

    /** Not secret: such a name says where the secret is, or how it is used. */
    static final List<String> HARMLESS = List.of(
            "FILE",
            "PATH",
            "DIR",
            "NAME",
            "REF",
            "HOST",
            "PORT",
            "ENABLED",
            "DISABLED",
            "REQUIRED",
            "TYPE",
            "MODE",
            "METHOD",
            "ALGORITHM",
            "ISSUER",
            "AUDIENCE",
            "REALM",
            "SCOPE",
            "PROVIDER",
            "POLICY",
            "VERSION",
            "LENGTH",
            "SIZE",
            "LIMIT",
            "COUNT",
            "TTL",
            "TIMEOUT",
            "INTERVAL",
            "EXPIRY",
            "EXPIRATION",
            "SECONDS",
            "MINUTES",
            "HOURS",
            "DAYS",
            "TOKEN_URL",
            "TOKEN_URI",
            "TOKEN_ENDPOINT",
            "PULL_SECRET",
            "PUBLIC_KEY",
            "ROUTING_KEY",
            "BINDING_KEY",
            "PARTITION_KEY",
            "SHARD_KEY",
            "PRIMARY_KEY",
            "FOREIGN_KEY",
            "SORT_KEY",
            "HASH_KEY",
            "CACHE_KEY",
            "MESSAGE_KEY",
            "OBJECT_KEY",
            "GROUP_KEY",
            "IDEMPOTENCY_KEY",
            "TOPOLOGY_KEY");

    /** Between words: what is neither letter nor digit, and where the case changes. */
    private static final Pattern BETWEEN =
            Pattern.compile("[^\\p{L}\\p{N}]+|(?<=[\\p{Ll}\\p{N}])(?=\\p{Lu})|(?<=\\p{Lu})(?=\\p{Lu}\\p{Ll})");

    /** Begins an item of {@code spurline.secret-names} that takes its words off the list. */
    private static final String OFF = "-";

    private static final Pattern NUMBER_AT_THE_END = Pattern.compile("(?<=.)\\p{N}+$");

    private static final List<List<String>> ANYWHERE = sequences(WORDS);
    private static final List<List<String>> AT_THE_END = sequences(LAST_WORDS);
    private static final List<List<String>> NEVER = sequences(HARMLESS);

    private final List<List<String>> added;
    private final List<List<String>> off;
    private final Predicate<String> known;
    private final Predicate<String> open;

    private SecretNames(
            List<List<String>> added, List<List<String>> off, Predicate<String> known, Predicate<String> open) {
        this.added = added;
        this.off = off;
        this.known = known;
        this.open = open;
    }

    /**
     * Knows the documented words and some more.
     *
     * @param words one or more words each, such as {@code LICENSE} or {@code webhook.url}; what they name is secret whatever
     *     else stands in the name; those behind a dash, as in {@code -MAX_TOKENS}, make nothing a secret: the other words of
     *     a name decide
     */
    public static SecretNames with(Collection<String> words) {
        Predicate<String> dashed = word -> word.startsWith(OFF);
        return new SecretNames(
                sequences(words.stream().filter(dashed.negate()).toList()),
                sequences(words.stream().filter(dashed).toList()),
                name -> false,
                name -> false);
    }

    private static List<List<String>> sequences(Collection<String> entries) {
        return entries.stream()
                .map(SecretNames::words)
                .filter(sequence -> !sequence.isEmpty())
                .toList();
    }

    /** Knows also these very names, and those that begin with one of these prefixes. */
    public SecretNames and(Collection<String> names, Collection<String> prefixes) {
        Set<String> exact = Set.copyOf(names);
        List<String> starts = List.copyOf(prefixes);
        return new SecretNames(
                added,
                off,
                known.or(name -> exact.contains(name) || starts.stream().anyMatch(name::startsWith)),
                open);
    }

    /** Knows that these names, in whatever case, are none of secrets: headers that carry a routing key. */
    public SecretNames without(Collection<String> names) {
        Set<String> exact = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        exact.addAll(names);
        return new SecretNames(added, off, known, open.or(exact::contains));
    }

    /** Returns whether what is called so is a secret. */
    public boolean secret(String name) {
        if (known.test(name)) {
            return true;
        }
        if (open.test(name)) {
            return false;
        }
        List<String> words = words(name);
        return added.stream().anyMatch(sequence -> holds(words, sequence))
                || (documented(words) && documented(decisive(words)));
    }

    /** Returns the words without those that are taken off. */
    private List<String> decisive(List<String> words) {
        List<String> rest = new ArrayList<>(words);
        for (List<String> sequence : off) {
            for (int i = rest.size() - sequence.size(); i >= 0; i--) {
                if (i + sequence.size() <= rest.size() && at(rest, i, sequence)) {
                    rest.subList(i, i + sequence.size()).clear();
                }
            }
        }
        return rest;
    }

    private static boolean documented(List<String> words) {
        boolean secret = ANYWHERE.stream().anyMatch(sequence -> holds(words, sequence))
                || words.stream().anyMatch(word -> ENDINGS.stream().anyMatch(ending -> endsWith(word, ending)))
                || AT_THE_END.stream().anyMatch(sequence -> ends(words, sequence));
        return secret && NEVER.stream().noneMatch(sequence -> ends(words, sequence));
    }

    /** Returns whether a text is itself one of the words, as {@code password} is: too common to be looked for in texts. */
    static boolean word(String text) {
        String upper = text.toUpperCase(Locale.ROOT);
        return Stream.of(ENDINGS, WORDS, LAST_WORDS).anyMatch(list -> list.contains(upper));
    }

    /** Returns whether a text is one that names a secret only as the last word of several, or as the name of a variable. */
    static boolean lastWord(String text) {
        return LAST_WORDS.contains(text.toUpperCase(Locale.ROOT));
    }

    private static List<String> words(String name) {
        List<String> words = new ArrayList<>();
        for (String part : BETWEEN.split(name, -1)) {
            String word = NUMBER_AT_THE_END.matcher(part).replaceAll("");
            if (!word.isEmpty()) {
                words.add(word.toUpperCase(Locale.ROOT));
            }
        }
        return words;
    }

    private static boolean holds(List<String> words, List<String> sequence) {
        for (int i = 0; i + sequence.size() <= words.size(); i++) {
            if (at(words, i, sequence)) {
                return true;
            }
        }
        return false;
    }

    private static boolean ends(List<String> words, List<String> sequence) {
        return sequence.size() <= words.size() && at(words, words.size() - sequence.size(), sequence);
    }

    private static boolean at(List<String> words, int start, List<String> sequence) {
        for (int i = 0; i < sequence.size(); i++) {
            String word = words.get(start + i);
            if (!word.equals(sequence.get(i)) && !word.equals(sequence.get(i) + "S")) {
                return false;
            }
        }
        return true;
    }

    private static boolean endsWith(String word, String ending) {
        return word.endsWith(ending) || word.endsWith(ending + "S");
    }
}
