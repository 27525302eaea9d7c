// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.trace;

import dev.spurline.RoutingKey;
import dev.spurline.internal.evidence.MetricSample;
import dev.spurline.internal.survey.ServiceMesh;
import dev.spurline.internal.trace.CallCounts.CallerPod;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A page on which a caller's proxy shows how often it has called which Service. */
enum CallPage {
    /**
     * Envoy's own, which counts hosts by cluster whatever Istio's stats matcher says. The name of a cluster is that of
     * BuildSubsetKey in Istio's pilot/pkg/model/service.go.
     */
    ISTIO(15000, "/clusters") {
        @Override
        List<CallSeries> read(String page, KeyedServices keyed) {
            List<CallSeries> series = new ArrayList<>();
            page.lines().filter(line -> line.startsWith("outbound|")).forEach(line -> {
                Matcher matcher = HOST.matcher(line);
                if (matcher.matches()) {
                    series.add(keyed.series(
                            matcher.group(1), service(matcher.group(2)), Long.parseLong(matcher.group(3))));
                }
            });
            return series;
        }
    },
    /**
     * Istio's metrics, where a Telemetry has callers' proxies give them a label with the header: its name is somebody's choice,
     * and has to have the word in it. What has no such label is not told apart, and left out.
     */
    ISTIO_LABELLED(15000, "/stats/prometheus") {
        @Override
        List<CallSeries> read(String page, KeyedServices keyed) {
            return MetricSample.of(page, "istio_requests_total"::equals).stream()
                    .filter(sample -> sample.has("reporter", "source"))
                    .flatMap(sample -> baggage(sample).stream()
                            .map(value -> keyed.series(sample.text(), called(sample), sample.value(), value)))
                    .toList();
        }

        private Optional<String> baggage(MetricSample sample) {
            return sample.labels().entrySet().stream()
                    .filter(label -> label.getKey().contains("baggage"))
                    .map(Map.Entry::getValue)
                    .findFirst();
        }

        private String called(MetricSample sample) {
            return sample.label("destination_service_namespace") + "/" + sample.label("destination_service_name");
        }
    },
    /**
     * The metrics of a waypoint, which routes for all who call its Services and says who they are. As
     * {@code testdata/metric/server_waypoint_proxy_request_total.yaml.tmpl} of istio/proxy has them; the port is that of the
     * pod's annotations for Prometheus.
     */
    WAYPOINT(15020, "/stats/prometheus") {
        @Override
        List<CallSeries> read(String page, KeyedServices keyed) {
            return MetricSample.of(page, "istio_requests_total"::equals).stream()
                    .filter(sample -> sample.has("reporter", "waypoint"))
                    .map(sample -> keyed.series(
                                    sample.text(),
                                    sample.label("destination_service_namespace") + "/"
                                            + sample.label("destination_service_name"),
                                    sample.value())
                            .of(sample.label("source_workload_namespace") + "/" + sample.label("source_workload")))
                    .toList();
        }

        @Override
        String untold(CallerPod pod) {
            return "What has passed pod [%s/%s] of a waypoint".formatted(pod.namespace(), pod.pod());
        }

        @Override
        Optional<String> silence() {
            return Optional.of(
                    "its metrics have no [istio_requests_total] with [reporter=waypoint]: either no request has passed it, or the mesh has no provider of metrics");
        }
    },
    /** Linkerd's metrics: requests to endpoints, by the Service that they were found by. */
    LINKERD(4191, "/metrics") {
        @Override
        List<CallSeries> read(String page, KeyedServices keyed) {
            return MetricSample.of(page, "request_total"::equals).stream()
                    .filter(sample -> sample.has("direction", "outbound"))
                    .filter(sample -> !sample.label("dst_service").isEmpty())
                    .map(sample -> keyed.series(
                            sample.text(),
                            sample.label("dst_namespace") + "/" + sample.label("dst_service"),
                            sample.value()))
                    .toList();
        }
    };

    private static final Pattern HOST = Pattern.compile("(outbound\\|\\d+\\|[^|]*\\|([^:]+)::.+)::rq_total::(\\d+)");

    private final int port;
    private final String path;

    CallPage(int port, String path) {
        this.port = port;
        this.path = path;
    }

    /**
     * Returns the page on which the headers of requests may be told without a route. It is only ever the baggage: where the key
     * is in other headers, all requests would seem to be without it.
     */
    static Optional<CallPage> labelled(ServiceMesh mesh, Map<String, String> headers, RoutingKey key) {
        return mesh == ServiceMesh.ISTIO && headers.getOrDefault("baggage", "").contains(key.value())
                ? Optional.of(ISTIO_LABELLED)
                : Optional.empty();
    }

    /** Returns the page of a mesh's proxies, if those tell who has called. */
    static Optional<CallPage> of(ServiceMesh mesh) {
        return switch (mesh) {
            case ISTIO -> Optional.of(ISTIO);
            case LINKERD -> Optional.of(LINKERD);
            case ISTIO_AMBIENT -> Optional.of(WAYPOINT);
            case ENVOY, NONE -> Optional.empty();
        };
    }

    int port() {
        return port;
    }

    String path() {
        return path;
    }

    abstract List<CallSeries> read(String page, KeyedServices keyed);

    /** Names what is not known if the page of a pod cannot be read, as the beginning of a sentence. */
    String untold(CallerPod pod) {
        return "What pod [%s/%s] calls".formatted(pod.namespace(), pod.pod());
    }

    /** Returns why nothing is known if the page has no counter at all; empty if that means that nobody has called. */
    Optional<String> silence() {
        return Optional.empty();
    }

    /** A host is {@code name.namespace.svc.domain}. */
    private static String service(String host) {
        String[] labels = host.split("\\.", 3);
        return labels.length < 2 ? host : labels[1] + "/" + labels[0];
    }
}
