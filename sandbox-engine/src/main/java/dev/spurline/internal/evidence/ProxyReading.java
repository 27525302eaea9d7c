// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.evidence;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What pages of a proxy say at one moment about the requests that its pod has served.
 *
 * @param counts one for each metric that was read: all of them count the same requests, and none counts more than there
 *     were
 * @param doubt why it does not mean that nothing was served if nothing is counted; empty if it means just that
 * @param silent whether the pages had no metric that would count requests, if there had been any
 */
record ProxyReading(List<Count> counts, String doubt, boolean silent) {

    /** Copies the list. */
    ProxyReading {
        counts = List.copyOf(counts);
    }

    /** Returns what was read where nothing can be. */
    static ProxyReading unreadable(String reason) {
        return new ProxyReading(List.of(), reason, true);
    }

    /** Returns this with what another page says that was asked because this one was silent. */
    ProxyReading with(ProxyReading other) {
        List<Count> all = Stream.concat(counts.stream(), other.counts.stream()).toList();
        String both = other.doubt.isEmpty() ? doubt : doubt + ", and " + other.doubt;
        return new ProxyReading(all, other.silent ? both : other.doubt, other.silent);
    }

    /** Returns this with what another page says of the ports alone, if it says it. */
    ProxyReading bounded(ProxyReading other) {
        return other.silent
                ? this
                : new ProxyReading(
                        Stream.concat(counts.stream(), other.counts.stream()).toList(), doubt, false);
    }

    /** Returns whether a metric that tells the port is there. */
    boolean tellsPorts() {
        return counts.stream()
                .anyMatch(count -> count.byPort() && !count.series().isEmpty());
    }

    /** Returns whether it has counted requests of which nothing tells the port. */
    boolean lacksPorts() {
        return !tellsPorts()
                && counts.stream()
                        .flatMap(count -> count.series().values().stream())
                        .anyMatch(requests -> requests > 0);
    }

    /**
     * The series of one metric.
     *
     * @param metric its name
     * @param series the requests by the labels that make a series
     * @param certain whether what has been added since the last reading is requests with the key; if not, they are what the
     *     next reading starts from
     * @param byPort whether it has requests to the ports of the fork's Services only
     */
    record Count(String metric, Map<String, Long> series, boolean certain, boolean byPort) {

        /** Copies the map. */
        Count {
            series = Map.copyOf(series);
        }

        /** Returns a metric that tells the port. */
        static Count of(String metric, Collection<MetricSample> samples, boolean certain) {
            return new Count(metric, series(samples), certain, true);
        }

        /** Returns a metric with requests to each port of the pod. */
        static Count ofAllPorts(String metric, Collection<MetricSample> samples) {
            return new Count(metric, series(samples), true, false);
        }

        private static Map<String, Long> series(Collection<MetricSample> samples) {
            Map<String, Long> series = new LinkedHashMap<>();
            samples.forEach(sample -> series.merge(sample.text(), sample.value(), Long::sum));
            return series;
        }
    }
}
