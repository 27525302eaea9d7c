// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.proxy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Envoy's {@code /clusters}, as text or as JSON. The form is that of Envoy's source/server/admin/clusters_handler.cc; counters
 * of hosts are there whatever Istio's stats matcher says.
 *
 * @param clusters the clusters, in order
 */
record EnvoyClusterDump(List<EnvoyCluster> clusters) {

    private static final String UNLIMITED = "4294967295";

    String text() {
        return clusters.stream().map(EnvoyClusterDump::text).collect(Collectors.joining());
    }

    private static String text(EnvoyCluster cluster) {
        StringBuilder lines = new StringBuilder();
        writeLine(lines, cluster.name(), "observability_name", cluster.name());
        writeLimits(lines, cluster.name(), "default_priority", UNLIMITED, UNLIMITED);
        writeLimits(lines, cluster.name(), "high_priority", "1024", "3");
        writeLine(lines, cluster.name(), "added_via_api", "true");
        cluster.hosts().forEach((address, host) -> writeHost(lines, cluster.name() + "::" + address, host));
        return lines.toString();
    }

    private static void writeLimits(
            StringBuilder lines, String cluster, String priority, String limit, String retries) {
        List.of("max_connections", "max_pending_requests", "max_requests")
                .forEach(name -> writeLine(lines, cluster + "::" + priority, name, limit));
        writeLine(lines, cluster + "::" + priority, "max_retries", retries);
    }

    private static void writeHost(StringBuilder lines, String title, EnvoyCluster.Host host) {
        counters(host.count()).forEach((name, value) -> writeLine(lines, title, name, String.valueOf(value)));
        writeLine(lines, title, "hostname", "");
        writeLine(lines, title, "health_flags", host.healthy() ? "healthy" : "/failed_eds_health");
        writeLine(lines, title, "weight", "1");
        List.of("region", "zone", "sub_zone").forEach(name -> writeLine(lines, title, name, ""));
        writeLine(lines, title, "canary", "false");
        writeLine(lines, title, "priority", "0");
        writeLine(lines, title, "success_rate", "-1");
        writeLine(lines, title, "local_origin_success_rate", "-1");
    }

    /** Returns them in the order of their names; how many connections there were is not known here. */
    private static Map<String, Long> counters(HostCount count) {
        Map<String, Long> counters = new TreeMap<>();
        List.of("cx_active", "cx_connect_fail", "cx_total", "rq_active", "rq_timeout")
                .forEach(name -> counters.put(name, 0L));
        counters.put("rq_error", count.error());
        counters.put("rq_success", count.success());
        counters.put("rq_total", count.total());
        return counters;
    }

    private static void writeLine(StringBuilder lines, String subject, String name, String value) {
        lines.append(subject)
                .append("::")
                .append(name)
                .append("::")
                .append(value)
                .append('\n');
    }

    ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode statuses = json.putArray("cluster_statuses");
        clusters.forEach(cluster -> {
            ObjectNode status = statuses.addObject();
            status.put("name", cluster.name()).put("added_via_api", true);
            ArrayNode hosts = status.putArray("host_statuses");
            cluster.hosts().forEach((address, host) -> writeHost(hosts.addObject(), address, host));
            status.put("observability_name", cluster.name());
        });
        return json;
    }

    private static void writeHost(ObjectNode json, String address, EnvoyCluster.Host host) {
        int colon = address.lastIndexOf(':');
        json.putObject("address")
                .putObject("socket_address")
                .put("address", address.substring(0, colon))
                .put("port_value", Integer.parseInt(address.substring(colon + 1)));
        ArrayNode stats = json.putArray("stats");
        counters(host.count()).forEach((name, value) -> writeStat(stats.addObject(), name, value));
        json.putObject("health_status").put("eds_health_status", host.healthy() ? "HEALTHY" : "UNHEALTHY");
        json.put("weight", 1);
    }

    /** What has its default value, such as a counter of 0, is left out; 64 bits are a text in Protobuf's JSON. */
    private static void writeStat(ObjectNode stat, String name, long value) {
        if (name.endsWith("_active")) {
            stat.put("type", "GAUGE");
        }
        stat.put("name", name);
        if (value != 0) {
            stat.put("value", String.valueOf(value));
        }
    }
}
