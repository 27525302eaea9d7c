// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.explain;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One thing that a rule asks of a request.
 *
 * @param wanted what it asks for, such as {@code path prefix [/a]}
 * @param mismatch what the request has instead, as a sentence; empty if the request has it
 */
record Condition(String wanted, Optional<String> mismatch) {

    /** Compares a property of a request, such as {@code method}, that it always has. */
    static Condition of(String subject, String seen, WantedText wanted) {
        return of(subject, Optional.of(seen), wanted);
    }

    /** Compares a property of a request that it may lack. */
    static Condition of(String subject, Optional<String> seen, WantedText wanted) {
        boolean met = seen.filter(wanted::takes).isPresent();
        return of(subject, seen, wanted.toString(), met);
    }

    /** Says whether a property of a request is as wanted, whatever that means. */
    static Condition of(String subject, Optional<String> seen, String wanted, boolean met) {
        return new Condition(
                subject + " " + wanted,
                met
                        ? Optional.empty()
                        : Optional.of("%s is %s, wants %s"
                                .formatted(subject, seen.map("[%s]"::formatted).orElse("absent"), wanted)));
    }

    /** Returns the first mismatch; empty if the request has all that is asked for. */
    static Optional<String> mismatch(List<Condition> conditions) {
        return conditions.stream()
                .flatMap(condition -> condition.mismatch().stream())
                .findFirst();
    }

    /** Returns what is asked for, as the end of a sentence. */
    static String wanted(List<Condition> conditions) {
        return conditions.isEmpty()
                ? "takes every request"
                : "wants " + conditions.stream().map(Condition::wanted).collect(Collectors.joining(", "));
    }
}
