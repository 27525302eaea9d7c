// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MetricReportingTests {

    private static final String OFF = "{overrides: [{match: {metric: %s, mode: %s}, disabled: true}]}";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "prometheus  |                                            | true  | true",
                "''          |                                            | false | false",
                "stackdriver |                                            | false | false",
                "''          | {providers: [{name: prometheus}]}          | true  | true",
                "prometheus  | {providers: [{name: stackdriver}]}         | false | false",
                "prometheus  | off ALL_METRICS CLIENT_AND_SERVER          | false | false",
                "prometheus  | off ALL_METRICS SERVER                     | true  | false",
                "prometheus  | off REQUEST_COUNT CLIENT                   | false | true",
                "prometheus  | off REQUEST_SIZE SERVER                    | true  | true",
                "prometheus  | {overrides: [{disabled: true}]}            | false | false",
                "prometheus  | {overrides: [{match: {customMetric: a}, disabled: true}]} | true | true",
                "prometheus  | off ALL_METRICS SERVER # {overrides: [{match: {metric: REQUEST_COUNT}, disabled: false}]} | true | true",
                "prometheus  | off REQUEST_COUNT SERVER # {overrides: [{disabled: false}]}   | true | true",
                "prometheus  | off ALL_METRICS SERVER # {providers: [{name: prometheus}]}    | true | false",
            })
    void isWhatTheObjectsMergeTo(String defaults, String metrics, boolean client, boolean server) {
        List<String> providers = defaults.isEmpty() ? List.of() : List.of(defaults);

        assertThat(MetricReporting.of(providers, specs(metrics))).isEqualTo(new MetricReporting(client, server));
    }

    private static List<JsonNode> specs(String metrics) {
        if (metrics == null) {
            return List.of();
        }
        return Arrays.stream(metrics.split("#", -1))
                .map(String::trim)
                .map(entry -> entry.startsWith("off ")
                        ? OFF.formatted((Object[]) entry.substring(4).split(" ", -1))
                        : entry)
                .map(entry -> Serialization.unmarshal("metrics:\n- " + entry, JsonNode.class))
                .toList();
    }
}
