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
package dev.spurline.embedded.internal.mesh.proxy;

import dev.spurline.ClusterSpec.Mesh;
import dev.spurline.embedded.internal.mesh.config.MetricTags;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;

/** What one pod's proxy has counted. */
public final class ProxyTelemetry {

    private final Map<ServedRequest, LongAdder> outbound = new ConcurrentHashMap<>();
    private final Map<ServedRequest, LongAdder> inbound = new ConcurrentHashMap<>();
    private final MetricTags tags;

    ProxyTelemetry(MetricTags tags) {
        this.tags = tags;
    }

    void countOutbound(ServedRequest request, Function<String, List<String>> headers) {
        count(outbound, request.with(tags.outbound(headers)));
    }

    void countInbound(ServedRequest request, Function<String, List<String>> headers) {
        count(inbound, request.with(tags.inbound(headers)));
    }

    private static void count(Map<ServedRequest, LongAdder> counters, ServedRequest request) {
        counters.computeIfAbsent(request, key -> new LongAdder()).increment();
    }

    /** Returns everything in Prometheus' text format, as a mesh's proxy writes it. */
    public String prometheus(Mesh mesh) {
        return mesh == Mesh.LINKERD
                ? LinkerdMetrics.write(sums(outbound), sums(inbound))
                : IstioMetrics.write(sums(outbound), sums(inbound));
    }

    private static Map<ServedRequest, Long> sums(Map<ServedRequest, LongAdder> counters) {
        Map<ServedRequest, Long> sums = new TreeMap<>(Comparator.comparing(ServedRequest::toString));
        counters.forEach((request, count) -> sums.put(request, count.sum()));
        return sums;
    }
}
