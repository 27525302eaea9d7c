// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.proxy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.embedded.internal.mesh.config.MeshConfig;
import dev.spurline.embedded.internal.mesh.config.MeshService;
import dev.spurline.embedded.internal.mesh.routing.OverridesRouteTable;
import dev.spurline.embedded.internal.mesh.routing.ServicePort;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** What the admin pages of an Envoy show that was configured once to obey staging overrides. */
record OverridesDump(MeshConfig config, SidecarProxy proxy) {

    private static final Pattern FORK = Pattern.compile("[a-z][-a-z0-9]*-[a-z][a-z2-7]{9}");

    /** Returns {@code /config_dump}, as far as it tells of overrides: a virtual host for each port of each Service. */
    ObjectNode dump() {
        ObjectNode dump = JsonNodeFactory.instance.objectNode();
        ObjectNode listeners = dump.putArray("configs").addObject();
        listeners.put("@type", "type.googleapis.com/envoy.admin.v3.ListenersConfigDump");
        ArrayNode hosts = listeners.putArray("static_listeners").addObject().putArray("virtual_hosts");
        ports().stream()
                .filter(port -> !isFork(port))
                .forEach(port -> hosts.addObject()
                        .put("name", port.toString())
                        .put("typed_per_filter_config", new OverridesRouteTable(port).regex())
                        .put("inline_cluster_specifier_plugin", new OverridesRouteTable(port).regex()));
        return dump;
    }

    private List<ServicePort> ports() {
        return config.services().stream()
                .sorted(Comparator.comparing(MeshService::key))
                .flatMap(service -> service.ports().stream()
                        .map(port -> new ServicePort(service.namespace(), service.name(), port.number())))
                .toList();
    }

    private static boolean isFork(ServicePort port) {
        return FORK.matcher(port.name()).matches();
    }

    /** Returns {@code /clusters}: hosts of forks are in one cluster, and known by the name that was looked up. */
    String clusters() {
        StringBuilder lines = new StringBuilder();
        Map<ServicePort, Map<String, HostCount>> sent = proxy.telemetry().outboundHosts();
        ports().forEach(port -> sent.getOrDefault(port, Map.of()).forEach((address, count) -> {
            String host = (isFork(port) ? "spurline-forks" : port.name()) + "::" + address;
            lines.append(host).append("::rq_error::").append(count.error()).append('\n');
            lines.append(host).append("::rq_success::").append(count.success()).append('\n');
            lines.append(host).append("::rq_total::").append(count.total()).append('\n');
            lines.append(host).append("::hostname::").append(port).append('\n');
        }));
        return lines.toString();
    }
}
