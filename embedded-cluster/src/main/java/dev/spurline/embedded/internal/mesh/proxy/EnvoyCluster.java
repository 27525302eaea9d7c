// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.proxy;

import dev.spurline.embedded.internal.mesh.config.MeshConfig;
import dev.spurline.embedded.internal.mesh.config.MeshService;
import dev.spurline.embedded.internal.mesh.routing.RouteCaller;
import dev.spurline.embedded.internal.mesh.routing.ServicePort;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A cluster of Istio's Envoy: a port of a Service, or one of the pod's own.
 *
 * <p>Source: BuildSubsetKey in Istio's {@code pilot/pkg/model/service.go}.
 *
 * @param name as Istio names it
 * @param hosts the hosts by their address; of the pod's own port there is one from the first request on
 */
record EnvoyCluster(String name, Map<String, Host> hosts) {

    /** One host, as the control plane has told of it. */
    record Host(HostCount count, boolean healthy) {}

    static String outbound(ServicePort port) {
        return outbound(port, "");
    }

    private static String outbound(ServicePort port, String subset) {
        return "outbound|" + port.port() + "|" + subset + "|" + port.host();
    }

    static String inbound(String port) {
        return "inbound|" + port + "||";
    }

    /** Returns those that a proxy has: all ports of all Services, and those of its pod that a Service leads to. */
    static List<EnvoyCluster> of(MeshConfig config, SidecarProxy proxy) {
        List<EnvoyCluster> clusters = new ArrayList<>();
        Map<ServicePort, Map<String, HostCount>> sent = proxy.telemetry().outboundHosts();
        ports(config).forEach(port -> {
            Map<String, Host> hosts = hosts(config, port, sent.getOrDefault(port, Map.of()));
            clusters.add(new EnvoyCluster(outbound(port), hosts));
            subsets(config, port, proxy, hosts).forEach(clusters::add);
        });
        received(config, proxy).forEach((port, hosts) -> clusters.add(new EnvoyCluster(inbound(port), healthy(hosts))));
        return clusters;
    }

    private static Stream<EnvoyCluster> subsets(
            MeshConfig config, ServicePort port, SidecarProxy proxy, Map<String, Host> all) {
        RouteCaller caller = proxy.routeCaller();
        return config.subsets(port, caller.namespace(), caller.labels()).stream()
                .map(subset -> new EnvoyCluster(
                        outbound(port, subset),
                        config.cluster(port, subset, caller.namespace(), caller.labels()).stream()
                                .flatMap(cluster -> cluster.endpoints().stream())
                                .map(endpoint -> endpoint.podIp() + ":" + endpoint.podPort())
                                .filter(all::containsKey)
                                .collect(Collectors.toMap(address -> address, all::get, (a, b) -> a, TreeMap::new))));
    }

    private static Map<String, Host> healthy(Map<String, HostCount> counts) {
        Map<String, Host> hosts = new TreeMap<>();
        counts.forEach((address, count) -> hosts.put(address, new Host(count, true)));
        return hosts;
    }

    private static List<ServicePort> ports(MeshConfig config) {
        return config.services().stream()
                .sorted(Comparator.comparing(MeshService::key))
                .flatMap(service -> service.ports().stream()
                        .map(port -> new ServicePort(service.namespace(), service.name(), port.number())))
                .toList();
    }

    private static Map<String, Host> hosts(MeshConfig config, ServicePort port, Map<String, HostCount> counted) {
        Map<String, Host> hosts = new TreeMap<>();
        config.told(port).forEach(endpoint -> {
            String address = endpoint.podIp() + ":" + endpoint.podPort();
            hosts.put(address, new Host(counted.getOrDefault(address, HostCount.NONE), endpoint.ready()));
        });
        return hosts;
    }

    /** Returns what a proxy's pod got, by its ports that a Service leads to. */
    static Map<String, Map<String, HostCount>> received(MeshConfig config, SidecarProxy proxy) {
        Map<String, Map<String, HostCount>> received = new TreeMap<>();
        String own = proxy.telemetry().settings().address();
        ports(config).stream()
                .flatMap(port -> config.told(port).stream())
                .filter(endpoint -> endpoint.podIp().equals(own))
                .forEach(endpoint -> received.put(String.valueOf(endpoint.podPort()), new TreeMap<>()));
        proxy.telemetry()
                .inboundHosts()
                .forEach((address, count) -> received.computeIfAbsent(
                                address.substring(address.lastIndexOf(':') + 1), port -> new TreeMap<>())
                        .put(address, count));
        return received;
    }
}
