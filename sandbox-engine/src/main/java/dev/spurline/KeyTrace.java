// SPDX-License-Identifier: Apache-2.0
package dev.spurline;

import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How far a sandbox's key got: what the proxies of callers have counted. Workloads and Services of the sandbox's own namespace
 * have their names, others {@code namespace/name}.
 *
 * @param status the status with which the traced request was answered; empty if none was sent
 * @param withKey who called which Services with the key
 * @param withoutKey who called which Services without it meanwhile, which may have been requests of others
 * @param lost the workloads that received the key and called Services without it
 * @param unknown what could not be read, a sentence each
 * @since 0.1
 */
public record KeyTrace(
        OptionalInt status, List<Call> withKey, List<Call> withoutKey, List<LostKey> lost, List<String> unknown) {

    /** Copies the lists. */
    public KeyTrace {
        withKey = List.copyOf(withKey);
        withoutKey = List.copyOf(withoutKey);
        lost = List.copyOf(lost);
        unknown = List.copyOf(unknown);
    }

    /**
     * Requests that one workload has sent to a Service.
     *
     * @param caller the workload
     * @param service the Service
     * @param requests how many
     */
    public record Call(String caller, String service, long requests) {

        @Override
        public String toString() {
            return "%s -> %s (%d)".formatted(caller, service, requests);
        }
    }

    /**
     * A workload that received the key and called Services without it.
     *
     * @param workload the workload
     * @param services the Services that it called without the key
     * @param sentence what was seen of it
     * @param hints what its pod template says about the reason, a sentence each; empty if it called others with the key
     */
    public record LostKey(String workload, List<String> services, String sentence, List<String> hints) {

        /** Copies the lists. */
        public LostKey {
            services = List.copyOf(services);
            hints = List.copyOf(hints);
        }
    }

    /** Returns the Services that were called with the key, in the order of their names. */
    public List<String> services() {
        return withKey.stream().map(Call::service).distinct().sorted().toList();
    }

    /** Says all of it for people: who lost the key first, then what is not known, else how far it got. */
    public String message() {
        String found = Stream.concat(
                        lost.stream().flatMap(hop -> Stream.concat(Stream.of(hop.sentence()), hop.hints().stream())),
                        unknown.stream())
                .collect(Collectors.joining(". "));
        if (!found.isEmpty()) {
            return found;
        }
        return services().isEmpty()
                ? "No proxy of a caller has counted a request with the key"
                : "Services %s were called with the key, and nobody who received it called another one without it"
                        .formatted(services());
    }
}
