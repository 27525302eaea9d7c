// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spurline.PreflightException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Variables as the kubelet of Kubernetes 1.36 makes them for a Service with the ports 80 and metrics. */
class ServiceLinksTests {

    private static Map<String, String> links(String service) {
        Map<String, String> variables = new HashMap<>();
        variables.put(service + "_SERVICE_HOST", "10.96.0.7");
        variables.put(service + "_SERVICE_PORT", "80");
        variables.put(service + "_SERVICE_PORT_METRICS", "9090");
        variables.put(service + "_PORT", "tcp://10.96.0.7:80");
        variables.put(service + "_PORT_80_TCP", "tcp://10.96.0.7:80");
        variables.put(service + "_PORT_80_TCP_PROTO", "tcp");
        variables.put(service + "_PORT_80_TCP_PORT", "80");
        variables.put(service + "_PORT_80_TCP_ADDR", "10.96.0.7");
        variables.put(service + "_PORT_9090_TCP", "tcp://10.96.0.7:9090");
        return variables;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SPURLINE",
                "SPURLINE_STORE",
                "SPURLINE_IMAGE_STORE",
                "SPURLINE_ENTRY_PORT",
                "SPURLINE_SERVICE_PORT"
            })
    void areNoSettings(String service) {
        SettingSource source = SettingSource.environment(links(service));

        assertThat(source.names()).isEmpty();
        assertThatCode(() -> KnownNames.check(source)).doesNotThrowAnyException();
    }

    @Test
    void aNameOfTheirFormAloneIsNone() {
        assertThatThrownBy(() -> KnownNames.check(SettingSource.environment(Map.of("SPURLINE_STORE_PORT", "80"))))
                .isInstanceOf(PreflightException.class)
                .hasMessageStartingWith("There is no setting [SPURLINE_STORE_PORT], given as environment variable"
                        + " SPURLINE_STORE_PORT: did you mean [");
    }

    @Test
    void settingsBesideThemStay() {
        Map<String, String> variables = links("SPURLINE_IMAGE_STORE");
        variables.put("SPURLINE_IMAGE_STORE", "shop/store:2");
        variables.put("SPURLINE_IMAGE_STORE-PORT", "shop/port:2");

        assertThat(SettingSource.environment(variables).names())
                .containsExactlyInAnyOrder("SPURLINE_IMAGE_STORE", "SPURLINE_IMAGE_STORE-PORT");
    }
}
