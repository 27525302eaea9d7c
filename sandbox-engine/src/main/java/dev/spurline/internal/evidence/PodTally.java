// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.evidence;

import dev.spurline.internal.routing.TestMember;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What one pod has served since its sandbox was handed over, from one reading to the next. A metric never counts requests
 * that were not there, but may lose some: series of idle targets vanish, and a proxy that is restarted begins anew. So what
 * each series has grown by is added up, and the metric that has seen most counts.
 */
final class PodTally {

    private final String engine;
    private final Map<String, Map<String, Long>> last = new HashMap<>();
    private final Map<String, Map<String, Long>> grown = new HashMap<>();
    private final Map<String, Long> byPort = new HashMap<>();
    private final Set<String> ofAllPorts = new HashSet<>();
    private boolean portsTold;
    private String doubt = "it has not been read";

    /**
     * Counts from zero.
     *
     * @param engine whose tests are told apart
     */
    PodTally(String engine) {
        this.engine = engine;
    }

    /** Takes what was there before the tests. Of what is not in it, nothing was: only then did somebody get the key. */
    synchronized void begin(ProxyReading before) {
        before.counts().forEach(count -> last.put(count.metric(), count.series()));
    }

    /** Takes what is there now. */
    synchronized void add(ProxyReading now) {
        now.counts().forEach(this::add);
        portsTold = now.tellsPorts();
        doubt = now.doubt();
    }

    private void add(ProxyReading.Count count) {
        Map<String, Long> more = growth(count);
        if (count.certain()) {
            Map<String, Long> sums = grown.computeIfAbsent(count.metric(), metric -> new HashMap<>());
            more.forEach((series, requests) -> sums.merge(series, requests, Long::sum));
        }
        if (count.byPort()) {
            byPort.merge(count.metric(), sum(more), Long::sum);
        } else {
            ofAllPorts.add(count.metric());
        }
        last.put(count.metric(), count.series());
    }

    private Map<String, Long> growth(ProxyReading.Count count) {
        Map<String, Long> before = last.getOrDefault(count.metric(), Map.of());
        Map<String, Long> more = new HashMap<>();
        count.series().forEach((series, requests) -> {
            long start = before.getOrDefault(series, 0L);
            more.put(series, requests < start ? requests : requests - start);
        });
        return more;
    }

    /** Returns what is known. */
    synchronized ServedRequests served() {
        Map<Integer, Long> byTest = byTest();
        long told = byTest.values().stream().mapToLong(Long::longValue).sum();
        long most = grown.entrySet().stream()
                .mapToLong(metric -> served(metric.getKey(), sum(metric.getValue())))
                .max()
                .orElse(0);
        if (most > 0 || told > 0) {
            return new ServedRequests.Known(Math.max(most, told), byTest);
        }
        return doubt.isEmpty() ? ServedRequests.Known.NOTHING : new ServedRequests.Unknown(doubt);
    }

    /** Of requests to all ports, no more are to those of the Services than a metric that tells the port has counted. */
    private long served(String metric, long requests) {
        return portsTold && ofAllPorts.contains(metric)
                ? Math.min(
                        requests,
                        byPort.values().stream()
                                .mapToLong(Long::longValue)
                                .max()
                                .orElse(0))
                : requests;
    }

    private static long sum(Map<String, Long> series) {
        return series.values().stream().mapToLong(Long::longValue).sum();
    }

    private Map<Integer, Long> byTest() {
        Map<Integer, Long> byTest = new HashMap<>();
        grown.values()
                .forEach(metric -> metric.forEach((labels, requests) -> {
                    OptionalInt test = test(labels, engine);
                    if (requests > 0 && test.isPresent()) {
                        byTest.merge(test.getAsInt(), requests, Long::sum);
                    }
                }));
        return byTest;
    }

    /** Of several tests it is not known whose the requests were. */
    private static OptionalInt test(String labels, String engine) {
        List<TestMember> ours = TestMember.in(labels).stream()
                .filter(member -> member.engine().equals(engine))
                .toList();
        return ours.size() == 1 ? OptionalInt.of(ours.get(0).number()) : OptionalInt.empty();
    }
}
