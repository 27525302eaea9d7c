// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.trace;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What the proxies of callers showed at one moment.
 *
 * @param pods the counters, by the caller and by its pod
 * @param unread why a pod showed nothing, a sentence each
 */
record CallCounts(Map<CallerPod, List<CallSeries>> pods, List<String> unread) {

    /**
     * A pod that calls.
     *
     * @param caller its workload, or that of which it is a fork, as {@code namespace/name}
     * @param namespace its namespace
     * @param pod its name
     * @param port where its proxy has its pages
     */
    record CallerPod(String caller, String namespace, String pod, int port) {}

    /** Copies the collections. */
    CallCounts {
        pods = Map.copyOf(pods);
        unread = List.copyOf(unread);
    }

    /** Returns what was called since an earlier moment, in the order of callers and Services. */
    List<ServiceCalls> since(CallCounts earlier) {
        Map<String, ServiceCalls> calls = new TreeMap<>();
        pods.forEach((pod, series) -> {
            Map<String, Long> before = byId(earlier.pods.getOrDefault(pod, List.of()));
            series.forEach(now -> add(calls, now.caller().orElse(pod.caller()), now, growth(now, before)));
        });
        return List.copyOf(calls.values());
    }

    private static void add(Map<String, ServiceCalls> calls, String caller, CallSeries series, long growth) {
        if (growth > 0) {
            ServiceCalls more = series.keyed()
                    ? new ServiceCalls(caller, series.service(), growth, 0)
                    : new ServiceCalls(caller, series.service(), 0, growth);
            calls.merge(caller + " " + series.service(), more, ServiceCalls::plus);
        }
    }

    /** A proxy that is restarted begins anew, and one forgets hosts that have gone. */
    private static long growth(CallSeries now, Map<String, Long> before) {
        long start = before.getOrDefault(now.id(), 0L);
        return now.requests() < start ? now.requests() : now.requests() - start;
    }

    private static Map<String, Long> byId(List<CallSeries> series) {
        Map<String, Long> counts = new HashMap<>();
        series.forEach(one -> counts.put(one.id(), one.requests()));
        return counts;
    }

    /** Returns the same with further pods that showed nothing, a sentence each. */
    CallCounts withUnread(List<String> more) {
        return new CallCounts(
                pods, Stream.concat(unread.stream(), more.stream()).toList());
    }

    /** Returns the pods that showed something. */
    List<CallerPod> read() {
        return new ArrayList<>(pods.keySet());
    }
}
