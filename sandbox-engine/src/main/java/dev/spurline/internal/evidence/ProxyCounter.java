/*
 * Copyright 2026 the Spurline authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package dev.spurline.internal.evidence;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads, from a proxy's metrics in Prometheus' text format, how many requests it let in. */
enum ProxyCounter {
    /** {@code istio_requests_total}, as the receiving side reports it. */
    ISTIO("istio_requests_total") {
        @Override
        boolean counts(String labels) {
            return has(labels, "reporter", "destination");
        }
    },
    /** {@code request_total} of inbound requests; those of the kubelet's probes are told apart by their route. */
    LINKERD("request_total") {
        @Override
        boolean counts(String labels) {
            return has(labels, "direction", "inbound") && !has(labels, "route_name", "probe");
        }
    };

    private final Pattern line;

    ProxyCounter(String metric) {
        this.line = Pattern.compile("^" + metric + "\\{(.*)}\\s+(\\S+)");
    }

    abstract boolean counts(String labels);

    /** Returns the sum of all that count. */
    long read(String metrics) {
        return metrics.lines()
                .map(line::matcher)
                .filter(Matcher::find)
                .filter(matcher -> counts(matcher.group(1)))
                .mapToLong(matcher -> (long) Double.parseDouble(matcher.group(2)))
                .sum();
    }

    private static boolean has(String labels, String name, String value) {
        String wanted = name + "=\"" + value + "\"";
        int at = labels.indexOf(wanted);
        return at == 0 || (at > 0 && (labels.charAt(at - 1) == ',' || labels.charAt(at - 1) == ' '));
    }
}
