// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.evidence;

import dev.spurline.internal.evidence.ProxyReading.Count;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads the pages of Envoy as Istio configures it. */
final class EnvoyPages {

    /**
     * A tag that somebody has added without naming it in {@code extraStatTags} comes before the name:
     * {@code envoy_route_name___test____istio_requests_total}, see
     * <a href="https://github.com/istio/istio/issues/27281">istio/istio#27281</a>.
     */
    private static final Pattern REQUESTS = Pattern.compile("\\w*istio_requests_total");

    private static final String BY_CLUSTER = "envoy_cluster_upstream_rq_total";
    private static final String BY_LISTENER = "envoy_http_downstream_rq_total";

    /** Istio before 1.9 puts the port of the Service into the cluster's name, and that of the pod into the address. */
    private static final Pattern CLUSTER = Pattern.compile("inbound\\|(\\d+)\\|[^:]*");

    private static final Pattern LISTENER = Pattern.compile("inbound_.*_(\\d+)");
    private static final Pattern HOST =
            Pattern.compile("(inbound\\|(\\d+)\\|[^:]*::.+?(?::(\\d+))?)::rq_total::(\\d+)");
    private static final Pattern ANY = Pattern.compile("inbound\\|(\\d+)\\|[^:]*::.*");

    private EnvoyPages() {}

    /**
     * Reads {@code /stats/prometheus}. It has Istio's counter if the mesh has a provider of metrics, from the first request
     * on, and Envoy's own counters if the pod asks for them.
     */
    static ProxyReading metrics(String page, ServedPorts ports) {
        List<MetricSample> samples = MetricSample.of(
                page, name -> REQUESTS.matcher(name).matches() || name.equals(BY_CLUSTER) || name.equals(BY_LISTENER));
        List<MetricSample> received = samples.stream()
                .filter(sample -> REQUESTS.matcher(sample.name()).matches() && sample.has("reporter", "destination"))
                .toList();
        List<MetricSample> byCluster = own(samples, BY_CLUSTER, "cluster_name", CLUSTER, ports);
        List<MetricSample> byListener = own(samples, BY_LISTENER, "http_conn_manager_prefix", LISTENER, ports);
        List<MetricSample> known =
                received.stream().filter(sample -> isOfCaller(sample, ports)).toList();
        boolean certain = ports.askerOfPorts().isEmpty();
        List<Count> counts = List.of(
                Count.ofAllPorts("istio_requests_total", known),
                Count.of(BY_CLUSTER, byCluster, certain),
                Count.of(BY_LISTENER, byListener, certain));
        boolean silent = received.isEmpty() && byCluster.isEmpty() && byListener.isEmpty();
        if (silent) {
            return new ProxyReading(
                    counts,
                    "its metrics have neither [istio_requests_total] of the receiving side nor [%s] of inbound clusters"
                            .formatted(BY_CLUSTER),
                    true);
        }
        long doubtful = sum(received) - sum(known) + (certain ? 0 : sum(byCluster) + sum(byListener));
        return new ProxyReading(counts, doubtful > 0 ? doubt(ports) : ports.hidden(), false);
    }

    private static List<MetricSample> own(
            List<MetricSample> samples, String metric, String label, Pattern name, ServedPorts ports) {
        return samples.stream()
                .filter(sample -> {
                    Matcher matcher = name.matcher(sample.label(label));
                    return sample.name().equals(metric) && matcher.matches() && ports.has(matcher.group(1));
                })
                .toList();
    }

    /**
     * Requests with the key come from a caller's proxy, which says who it is; the kubelet and others outside the mesh are
     * unknown. Where the mesh was told to leave the labels out, they are not told apart.
     */
    private static boolean isOfCaller(MetricSample sample, ServedPorts ports) {
        List<String> sources = Stream.of("source_workload", "source_principal", "source_app")
                .map(sample::label)
                .filter(value -> !value.isEmpty())
                .toList();
        return sources.isEmpty()
                ? ports.asker().isEmpty()
                : sources.stream().anyMatch(value -> !value.equals("unknown"));
    }

    private static long sum(List<MetricSample> samples) {
        return samples.stream().mapToLong(MetricSample::value).sum();
    }

    private static String doubt(ServedPorts ports) {
        String asker = ports.askerOfPorts().isEmpty() ? ports.asker() : ports.askerOfPorts();
        return "what it has counted may all be requests of others: "
                + (asker.isEmpty() ? "they come from outside the mesh" : asker);
    }

    /**
     * Reads {@code /clusters} as text. Counters of hosts are there whatever Istio's stats matcher says; the host of an
     * inbound cluster comes with the first request and stays, as Istio switches off its clean-up.
     */
    static ProxyReading clusters(String page, ServedPorts ports) {
        Map<String, Long> hosts = new HashMap<>();
        boolean found = false;
        for (String line :
                page.lines().filter(any -> any.startsWith("inbound|")).toList()) {
            Matcher any = ANY.matcher(line);
            found |= any.matches() && ports.has(any.group(1));
            Matcher host = HOST.matcher(line);
            if (host.matches() && (ports.has(host.group(2)) || ports.has(host.group(3)))) {
                found = true;
                hosts.merge(host.group(1), Long.valueOf(host.group(4)), Long::sum);
            }
        }
        if (found && hosts.isEmpty()) {
            hosts.put("no host yet", 0L);
        }
        boolean certain = ports.askerOfPorts().isEmpty();
        boolean counted = hosts.values().stream().anyMatch(count -> count > 0);
        List<Count> counts = List.of(new Count("rq_total", hosts, certain, true));
        if (!found) {
            return new ProxyReading(
                    counts,
                    "its page [/clusters] has no inbound cluster for the ports %s"
                            .formatted(ports.ports().stream().sorted().toList()),
                    true);
        }
        return new ProxyReading(counts, !certain && counted ? doubt(ports) : ports.hidden(), false);
    }
}
