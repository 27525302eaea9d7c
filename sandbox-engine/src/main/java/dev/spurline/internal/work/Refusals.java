// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.work;

import dev.spurline.CleanupException;
import dev.spurline.PreflightException;
import dev.spurline.SandboxException;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Tells several refusals in one message. Who gathers refusals throws the first, with the others suppressed in it as {@link
 * FailureCollector} does; here they become one exception for who reads only its message.
 */
public final class Refusals {

    private Refusals() {}

    /** Returns what was refused, a sentence each: that of the exception, and those of the refusals suppressed in it. */
    public static List<String> sentences(SandboxException refusal) {
        return all(refusal).map(ErrorMessage::of).distinct().toList();
    }

    private static Stream<SandboxException> all(SandboxException refusal) {
        Stream<SandboxException> others = Stream.of(refusal.getSuppressed())
                .filter(SandboxException.class::isInstance)
                .map(SandboxException.class::cast)
                // What could not be removed is no reason for a refusal.
                .filter(other -> !(other instanceof CleanupException));
        return Stream.concat(Stream.of(refusal), others.flatMap(Refusals::all));
    }

    /**
     * Returns one exception of the kind of the first refusal that tells all.
     *
     * @param first the first refusal; it is returned as it is if there is no other
     * @param title what is refused, such as {@code sandbox [k7f3q5tbma]}
     * @param sentences all refusals, with the first or instead of it
     */
    public static SandboxException together(SandboxException first, String title, Collection<String> sentences) {
        if (sentences.isEmpty() || (sentences.size() == 1 && sentences.contains(ErrorMessage.of(first)))) {
            return first;
        }
        String message = message(title, List.copyOf(sentences));
        SandboxException all = first instanceof PreflightException
                ? new PreflightException(message, first)
                : new SandboxException(message, first);
        if (sentences.size() == 1) {
            // Where it comes from decides which page explains it.
            all.setStackTrace(first.getStackTrace());
        }
        return all;
    }

    private static String message(String title, List<String> sentences) {
        return sentences.size() == 1
                ? sentences.get(0)
                : "[%d] things keep %s from being opened:\n%s"
                        .formatted(
                                sentences.size(),
                                title,
                                IntStream.range(0, sentences.size())
                                        .mapToObj(i -> item(i + 1 + ". ", sentences.get(i)))
                                        .collect(Collectors.joining("\n")));
    }

    /** A sentence may go on in further lines, such as the rules that grant a right. */
    private static String item(String number, String sentence) {
        return number + sentence.replace("\n", "\n" + " ".repeat(number.length()));
    }
}
