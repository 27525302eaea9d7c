// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.survey;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ports at which Istio leaves the proxy of a pod out. */
class IstioPortsTests {

    private static final String PREFIX = "traffic.sidecar.istio.io/";

    private static Pod pod(Map<String, String> annotations, String... arguments) {
        return new PodBuilder()
                .withNewMetadata()
                .withAnnotations(annotations)
                .endMetadata()
                .withNewSpec()
                .addNewInitContainer()
                .withName("istio-init")
                .withArgs(arguments)
                .endInitContainer()
                .endSpec()
                .build();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "80         | true",
                "'443, 80'  | true",
                "8080       | false",
                "''         | false",
                "79-81      | false"
            })
    void whatAPodSendsToAnExcludedPortGoesAroundItsProxy(String ports, boolean skipped) {
        assertThat(IstioPorts.skipsOutbound(pod(Map.of(PREFIX + "excludeOutboundPorts", ports)), 80))
                .isEqualTo(skipped);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "-              | -         | ''",
                "*              | 8080      | excludeInboundPorts",
                "*              | 9090      | ''",
                "'9090'         | -         | includeInboundPorts",
                "'9090,8080'    | 8080      | ''",
                "''             | -         | includeInboundPorts"
            })
    void whatComesInOnAPortThatIsLeftOutIsNotSeen(String included, String excluded, String by) {
        Map<String, String> annotations = new HashMap<>();
        if (included != null) {
            annotations.put(PREFIX + "includeInboundPorts", included);
        }
        if (excluded != null) {
            annotations.put(PREFIX + "excludeInboundPorts", excluded);
        }

        assertThat(IstioPorts.hidden(pod(annotations), Set.of(8080)).orElse(""))
                .isEqualTo(by.isEmpty() ? "" : "port [8080] goes around its proxy (%s%s)".formatted(PREFIX, by));
    }

    /** The mesh may have lists of its own, and pods annotations that came after their proxy. */
    @Test
    void whatTheInitContainerWasToldHolds() {
        Map<String, String> annotations = Map.of(PREFIX + "excludeOutboundPorts", "80");

        assertThat(IstioPorts.skipsOutbound(pod(annotations, "istio-iptables", "-o", "443"), 80))
                .isFalse();
        assertThat(IstioPorts.skipsOutbound(pod(Map.of(), "istio-iptables", "-o", "80"), 80))
                .isTrue();
        assertThat(IstioPorts.hidden(pod(Map.of(), "-b", "*", "-d", "15090,8080"), Set.of(8080)))
                .isPresent();
    }
}
