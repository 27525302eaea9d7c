// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.trace;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Decides who lost the key, from who called what. Workloads and Services are {@code namespace/name}.
 *
 * @param calls what was counted while one request or several went their way; to Services whose requests with the key are
 *     counted, and no others
 * @param untold what was counted meanwhile to all other Services, with the key or without it
 * @param behind the workloads behind each Service
 * @param forks the forks to which requests with the key are led instead, by Service
 * @param entered the workloads that the requests went straight into
 */
record KeyPath(
        List<ServiceCalls> calls,
        List<ServiceCalls> untold,
        Map<String, Set<String>> behind,
        Map<String, String> forks,
        Set<String> entered) {

    /**
     * A workload that had the key and called Services without it.
     *
     * @param workload the workload
     * @param services the Services, in order
     * @param keyed the Services that it called with the key, in order: it hands it on, as far as these tell
     * @param others how many requests it received meanwhile that are not known to have had the key, for which these calls may
     *     have been
     */
    record Loss(String workload, List<String> services, List<String> keyed, long others) {}

    /** Returns the workloads that have received the key, in order. */
    Set<String> received() {
        Set<String> received = new TreeSet<>(entered);
        calls.stream()
                .filter(call -> call.keyed() > 0)
                .forEach(call -> received.addAll(Optional.ofNullable(forks.get(call.service()))
                        .map(Set::of)
                        .orElseGet(() -> behind.getOrDefault(call.service(), Set.of()))));
        return received;
    }

    /** Returns the workloads that have called a Service with the key, in order. */
    Set<String> senders() {
        return calls.stream()
                .filter(call -> call.keyed() > 0)
                .map(ServiceCalls::caller)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Returns those that had the key and called a Service without it, and never with it. */
    List<Loss> losses() {
        Map<String, List<String>> without = new TreeMap<>();
        Set<String> received = received();
        calls.stream()
                .filter(call -> call.unkeyed() > 0 && call.keyed() == 0 && received.contains(call.caller()))
                .forEach(call -> without.computeIfAbsent(call.caller(), caller -> new ArrayList<>())
                        .add(call.service()));
        return without.entrySet().stream()
                .map(loss -> new Loss(loss.getKey(), loss.getValue(), keyed(loss.getKey()), others(loss.getKey())))
                .toList();
    }

    private List<String> keyed(String workload) {
        return calls.stream()
                .filter(call -> call.caller().equals(workload) && call.keyed() > 0)
                .map(ServiceCalls::service)
                .toList();
    }

    private long others(String workload) {
        return Stream.concat(calls.stream(), untold.stream())
                .filter(call -> behind.getOrDefault(call.service(), Set.of()).contains(workload))
                .mapToLong(ServiceCalls::unkeyed)
                .sum();
    }
}
