// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.proxy;

import dev.spurline.cluster.ClusterSpec.Mesh;
import dev.spurline.embedded.internal.mesh.config.MeshPeer;
import dev.spurline.embedded.internal.mesh.config.ProxySettings;
import dev.spurline.embedded.internal.mesh.routing.ServicePort;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;

/** What one pod's proxy has counted. */
public final class ProxyTelemetry {

    private final Map<ServedRequest, LongAdder> outbound = new ConcurrentHashMap<>();
    private final Map<ServedRequest, LongAdder> inbound = new ConcurrentHashMap<>();
    private final Map<ServedRequest, LongAdder> passed = new ConcurrentHashMap<>();
    private final Map<InboundRoute, LongAdder> routes = new ConcurrentHashMap<>();
    private final Set<ServicePort> called = ConcurrentHashMap.newKeySet();
    private final Set<Integer> probed = ConcurrentHashMap.newKeySet();
    private final Map<ServedRequest, Long> shown = new ConcurrentHashMap<>();
    private final MeshPeer peer;
    private final ProxySettings settings;

    /**
     * What Linkerd's proxy counts for good: series by target are forgotten when they are idle, those by route are not.
     *
     * @param port the port of the pod
     * @param name the route
     */
    record InboundRoute(String port, String name) {}

    ProxyTelemetry(MeshPeer peer, ProxySettings settings) {
        this.peer = peer;
        this.settings = settings;
    }

    ProxySettings settings() {
        return settings;
    }

    /** Takes note that the pod has sent a request to a port, wherever that has led. */
    void called(ServicePort port) {
        called.add(port);
    }

    Set<ServicePort> calledPorts() {
        return Set.copyOf(called);
    }

    void countOutbound(ServedRequest request, Function<String, List<String>> headers) {
        count(outbound, request.with(settings.tags().outbound(headers)));
    }

    /** Counts a request that a waypoint has routed. Its labels are those of the receiving side. */
    void countPassed(ServedRequest request, Function<String, List<String>> headers) {
        count(passed, request.with(settings.tags().inbound(headers)));
    }

    void countInbound(ServedRequest request, Function<String, List<String>> headers) {
        countInbound(request.with(settings.tags().inbound(headers)));
    }

    private void countInbound(ServedRequest request) {
        if (settings.skipped().hidesInbound(Integer.parseInt(request.targetPort()))) {
            return;
        }
        count(inbound, request);
        count(routes, new InboundRoute(request.targetPort(), request.route()));
    }

    /**
     * Counts a probe of the kubelet as the mesh's proxy does. Istio's does not see it: the kubelet asks the agent, and that
     * asks the container itself, unless the pod does not want its probes rewritten.
     *
     * <p>Source: istio.io/latest/docs/ops/configuration/mesh/app-health-check.
     */
    public void countProbe(Mesh mesh, int port) {
        String target = settings.address() + ":" + port;
        if (mesh == Mesh.LINKERD) {
            // The first one comes before the proxy has the pod's policy.
            boolean known = !probed.add(port) && settings.tellsProbes();
            String route = known ? ServedRequest.PROBE_ROUTE : ServedRequest.DEFAULT_ROUTE;
            countInbound(ServedRequest.unmeshed(peer, target, route));
        } else if (settings.probesPassIstio()) {
            countInbound(ServedRequest.unmeshed(peer, target, ServedRequest.DEFAULT_ROUTE));
        }
    }

    /** Counts a request to the pages of the proxy itself: Linkerd's counts it as any other, but by no inbound route. */
    void countAdmin() {
        String target = "0.0.0.0:" + settings.linkerdAdminPort();
        count(inbound, ServedRequest.unmeshed(peer, target, ServedRequest.DEFAULT_ROUTE));
    }

    /** Within the map's lock: what is being forgotten at the moment begins anew with this one. */
    private static <K> void count(Map<K, LongAdder> counters, K key) {
        counters.compute(key, (same, known) -> {
            LongAdder counter = known == null ? new LongAdder() : known;
            counter.increment();
            return counter;
        });
    }

    /** Returns everything in Prometheus' text format, as a mesh's proxy writes it. */
    public String prometheus(Mesh mesh) {
        if (mesh == Mesh.LINKERD) {
            return linkerd();
        }
        return new IstioMetrics(settings).write(sums(outbound), sums(inbound), sums(passed));
    }

    private synchronized String linkerd() {
        if (settings.forgetsIdleSeries()) {
            forgetIdle(outbound);
            forgetIdle(inbound);
        }
        String text = LinkerdMetrics.write(sums(outbound), sums(inbound));
        return settings.countsInboundRoutes() ? text + LinkerdMetrics.routes(routeSums()) : text;
    }

    private void forgetIdle(Map<ServedRequest, LongAdder> counters) {
        counters.keySet()
                .forEach(request -> counters.computeIfPresent(request, (same, counter) -> {
                    Long before = shown.put(request, counter.sum());
                    return before != null && before == counter.sum() ? null : counter;
                }));
        shown.keySet().removeIf(request -> !outbound.containsKey(request) && !inbound.containsKey(request));
    }

    /** Returns what the pod itself got, by the address at which it did. */
    Map<String, HostCount> inboundHosts() {
        Map<String, HostCount> hosts = new TreeMap<>();
        inbound.forEach((request, count) -> add(hosts, request, count.sum()));
        return hosts;
    }

    /** Returns what was sent to the pods of each Service, by their address. */
    Map<ServicePort, Map<String, HostCount>> outboundHosts() {
        Map<ServicePort, Map<String, HostCount>> services = new HashMap<>();
        outbound.forEach((request, count) -> {
            if (!request.target().isEmpty()) {
                add(services.computeIfAbsent(request.service(), first -> new TreeMap<>()), request, count.sum());
            }
        });
        return services;
    }

    private static void add(Map<String, HostCount> hosts, ServedRequest request, long count) {
        hosts.merge(request.target(), HostCount.of(request, count), HostCount::plus);
    }

    private Map<InboundRoute, Long> routeSums() {
        Map<InboundRoute, Long> sums =
                new TreeMap<>(Comparator.comparing(InboundRoute::port).thenComparing(InboundRoute::name));
        routes.forEach((route, count) -> sums.put(route, count.sum()));
        return sums;
    }

    /** Each request is written out once, to be sorted by: pages are asked for often, and have a line for each fork there was. */
    private static Map<ServedRequest, Long> sums(Map<ServedRequest, LongAdder> counters) {
        Map<String, ServedRequest> sorted = new TreeMap<>();
        counters.keySet().forEach(request -> sorted.put(request.toString(), request));
        Map<ServedRequest, Long> sums = new LinkedHashMap<>();
        sorted.values().forEach(request -> {
            LongAdder counter = counters.get(request);
            if (counter != null) {
                sums.put(request, counter.sum());
            }
        });
        return sums;
    }
}
