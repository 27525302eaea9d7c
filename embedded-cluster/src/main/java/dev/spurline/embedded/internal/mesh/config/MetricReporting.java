// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Whether Istio's proxy of a pod has the request counter {@code istio_requests_total}, for each of the two sides that
 * report: without a provider, or where it is disabled, there is no such metric at all.
 *
 * @param client whether the caller's side reports
 * @param server whether the called side reports
 */
public record MetricReporting(boolean client, boolean server) {

    /** As after an installation that says nothing about metrics. */
    public static final MetricReporting BOTH = new MetricReporting(true, true);

    private static final String PROVIDER = "prometheus";
    private static final String ALL = "ALL_METRICS";

    /**
     * Merges as {@code mergeMetrics} of Istio's pilot/pkg/model/telemetry.go does.
     *
     * @param defaults the mesh's {@code defaultProviders.metrics}
     * @param telemetries the specs that hold for the pod, in order
     */
    static MetricReporting of(List<String> defaults, Collection<JsonNode> telemetries) {
        List<JsonNode> metrics = telemetries.stream()
                .flatMap(spec -> elements(spec.path("metrics")))
                .toList();
        if (!provided(defaults, metrics)) {
            return new MetricReporting(false, false);
        }
        return new MetricReporting(reports("CLIENT", defaults, metrics), reports("SERVER", defaults, metrics));
    }

    /** The last object that names providers decides. */
    private static boolean provided(List<String> defaults, List<JsonNode> metrics) {
        List<String> names = defaults;
        for (JsonNode entry : metrics) {
            names = providers(entry, names);
        }
        return names.contains(PROVIDER);
    }

    private static boolean reports(String mode, List<String> defaults, List<JsonNode> metrics) {
        Set<String> disabled = new HashSet<>();
        List<String> names = defaults;
        for (JsonNode entry : metrics) {
            names = providers(entry, names);
            if (names.contains(PROVIDER)) {
                elements(entry.path("overrides"))
                        .filter(override -> concerns(override, mode))
                        .forEach(override -> apply(override, disabled));
            }
        }
        return disabled.isEmpty();
    }

    private static List<String> providers(JsonNode entry, List<String> parents) {
        List<String> own = elements(entry.path("providers"))
                .map(provider -> provider.path("name").asText())
                .toList();
        return own.isEmpty() ? parents : own;
    }

    private static boolean concerns(JsonNode override, String mode) {
        String said = override.path("match").path("mode").asText("CLIENT_AND_SERVER");
        return said.equals("CLIENT_AND_SERVER") || said.equals(mode);
    }

    private static void apply(JsonNode override, Set<String> disabled) {
        JsonNode match = override.path("match");
        boolean all = match.path("metric")
                .asText(match.has("customMetric") ? "" : ALL)
                .equals(ALL);
        boolean off = override.path("disabled").asBoolean();
        if (all && off) {
            disabled.add(ALL);
            return;
        }
        // Whatever else is said of a side brings the filter back, as if it had not been disabled as a whole.
        disabled.remove(ALL);
        if (override.has("disabled") && (all || match.path("metric").asText().equals("REQUEST_COUNT"))) {
            if (off) {
                disabled.add("REQUEST_COUNT");
            } else {
                disabled.remove("REQUEST_COUNT");
            }
        }
    }

    private static Stream<JsonNode> elements(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }
}
