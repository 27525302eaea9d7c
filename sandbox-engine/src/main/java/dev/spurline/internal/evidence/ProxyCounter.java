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

import dev.spurline.internal.routing.TestMember;
import dev.spurline.internal.survey.MeshSigns;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A kind of proxy: where its metrics in Prometheus' text format are, and how many requests they say it let in. */
enum ProxyCounter {
    /**
     * {@code istio_requests_total}, as the receiving side reports it. A tag that somebody has added without naming it in
     * {@code extraStatTags} comes before the name: {@code envoy_route_name___test____istio_requests_total}, see
     * <a href="https://github.com/istio/istio/issues/27281">istio/istio#27281</a>.
     */
    ISTIO("\\w*istio_requests_total") {
        @Override
        List<Place> places() {
            return List.of(new Place(15090, "/stats/prometheus"), new Place(15020, "/stats/prometheus"));
        }

        @Override
        boolean counts(String labels) {
            return has(labels, "reporter", "destination");
        }
    },
    /** {@code request_total} of inbound requests; those of the kubelet's probes are told apart by their route. */
    LINKERD("request_total") {
        @Override
        List<Place> places() {
            return List.of(new Place(4191, "/metrics"));
        }

        @Override
        boolean counts(String labels) {
            return has(labels, "direction", "inbound") && !has(labels, "route_name", "probe");
        }
    };

    private final Pattern line;

    ProxyCounter(String metric) {
        this.line = Pattern.compile("^" + metric + "\\{(.*)}\\s+(\\S+)");
    }

    /** Returns the kind of a pod's proxy, if it has one that counts. */
    static Optional<ProxyCounter> of(Pod pod) {
        if (MeshSigns.istioSidecar(pod)) {
            return Optional.of(ISTIO);
        }
        return MeshSigns.linkerdProxy(pod) ? Optional.of(LINKERD) : Optional.empty();
    }

    /** Returns where the metrics may be found, the likeliest place first. */
    abstract List<Place> places();

    abstract boolean counts(String labels);

    /**
     * Returns the sum of all that count, and the part of each test where a label holds the baggage.
     *
     * @param engine whose tests are counted
     */
    Served.Known read(String metrics, String engine) {
        Map<Integer, Long> byTest = new HashMap<>();
        long sum = 0;
        for (Matcher series :
                metrics.lines().map(line::matcher).filter(Matcher::find).toList()) {
            if (counts(series.group(1))) {
                long requests = (long) Double.parseDouble(series.group(2));
                test(series.group(1), engine).ifPresent(test -> byTest.merge(test, requests, Long::sum));
                sum += requests;
            }
        }
        return new Served.Known(sum, byTest);
    }

    /** Of several tests it is not known whose the requests were. */
    private static OptionalInt test(String labels, String engine) {
        List<TestMember> ours = TestMember.in(labels).stream()
                .filter(member -> member.engine().equals(engine))
                .toList();
        return ours.size() == 1 ? OptionalInt.of(ours.get(0).number()) : OptionalInt.empty();
    }

    private static boolean has(String labels, String name, String value) {
        String wanted = name + "=\"" + value + "\"";
        int at = labels.indexOf(wanted);
        return at == 0 || (at > 0 && (labels.charAt(at - 1) == ',' || labels.charAt(at - 1) == ' '));
    }

    /** A page of a proxy. */
    record Place(int port, String path) {}
}
