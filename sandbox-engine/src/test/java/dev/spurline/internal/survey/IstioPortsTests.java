// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.survey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spurline.cluster.internal.istio.IstioCapture.Setting;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
        assertThat(IstioPorts.outbound(pod(Map.of(PREFIX + "excludeOutboundPorts", ports)), 80, List.of("10.96.0.7")))
                .isEqualTo(skipped ? Optional.of(Setting.EXCLUDED_OUTBOUND_PORTS) : Optional.empty());
    }

    /** What is left out is left out first, then ports are taken in, and then addresses. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "-                            | -            | -  | -",
                "*                            | -            | -  | -",
                "''                           | -            | -  | INCLUDED_OUTBOUND_RANGES",
                "''                           | -            | 80 | -",
                "10.96.0.0/12                 | -            | -  | -",
                "10.96.0.7/32                 | -            | -  | -",
                "10.96.0.8/32                 | -            | -  | INCLUDED_OUTBOUND_RANGES",
                "'10.0.0.0/13, 10.96.0.0/16'  | -            | -  | -",
                "10.97.0.0/16                 | -            | 81 | INCLUDED_OUTBOUND_RANGES",
                "10.97.0.0/16                 | -            | 80 | -",
                "0.0.0.0/0                    | -            | -  | -",
                "fd00::/8                     | -            | -  | INCLUDED_OUTBOUND_RANGES",
                "10.96.0.0                    | -            | -  | INCLUDED_OUTBOUND_RANGES",
                "10.96.0.0/33                 | -            | -  | INCLUDED_OUTBOUND_RANGES",
                "back/12                      | -            | -  | INCLUDED_OUTBOUND_RANGES",
                "-                            | 10.96.0.0/12 | -  | EXCLUDED_OUTBOUND_RANGES",
                "-                            | 10.96.0.0/12 | 80 | EXCLUDED_OUTBOUND_RANGES",
                "10.96.0.0/12                 | 10.96.0.7/32 | -  | EXCLUDED_OUTBOUND_RANGES",
                "-                            | 10.97.0.0/16 | -  | -"
            })
    void whatAPodSendsToAnAddressThatIsLeftOutGoesAroundItsProxy(
            String included, String excluded, String ports, Setting by) {
        Map<String, String> annotations = new HashMap<>();
        Optional.ofNullable(included).ifPresent(said -> annotations.put(PREFIX + "includeOutboundIPRanges", said));
        Optional.ofNullable(excluded).ifPresent(said -> annotations.put(PREFIX + "excludeOutboundIPRanges", said));
        Optional.ofNullable(ports).ifPresent(said -> annotations.put(PREFIX + "includeOutboundPorts", said));

        assertThat(IstioPorts.outbound(pod(annotations), 80, List.of("10.96.0.7")))
                .isEqualTo(Optional.ofNullable(by));
    }

    /** Of two addresses, callers may take either. */
    @Test
    void eachAddressOfAServiceCounts() {
        Pod pod = pod(Map.of(PREFIX + "includeOutboundIPRanges", "10.96.0.0/12"));

        assertThat(IstioPorts.outbound(pod, 80, List.of("10.96.0.7", "fd00::7")))
                .contains(Setting.INCLUDED_OUTBOUND_RANGES);
        assertThat(IstioPorts.outbound(
                        pod(Map.of(PREFIX + "includeOutboundIPRanges", "10.96.0.0/12,fd00::/108")),
                        80,
                        List.of("10.96.0.7", "fd00::7")))
                .isEmpty();
    }

    @Test
    void aProxyToWhichNothingIsLedSeesNothing() {
        Pod annotated = pod(Map.of("sidecar.istio.io/interceptionMode", "NONE"));
        Pod told = new PodBuilder(pod(Map.of()))
                .editSpec()
                .addNewContainer()
                .withName("istio-proxy")
                .addNewEnv()
                .withName("ISTIO_META_INTERCEPTION_MODE")
                .withValue("NONE")
                .endEnv()
                .endContainer()
                .endSpec()
                .build();

        assertThat(IstioPorts.outbound(annotated, 80, List.of("10.96.0.7"))).contains(Setting.INTERCEPTION_MODE);
        assertThat(IstioPorts.outbound(told, 80, List.of("10.96.0.7"))).contains(Setting.INTERCEPTION_MODE);
        assertThat(IstioPorts.hidden(told, Set.of(8080)))
                .contains("port [8080] goes around its proxy (sidecar.istio.io/interceptionMode)");
        assertThat(IstioPorts.outbound(
                        pod(Map.of("sidecar.istio.io/interceptionMode", "TPROXY")), 80, List.of("10.96.0.7")))
                .isEmpty();
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

        assertThat(IstioPorts.outbound(pod(annotations, "istio-iptables", "-o", "443"), 80, List.of("10.96.0.7")))
                .isEmpty();
        assertThat(IstioPorts.outbound(pod(Map.of(), "istio-iptables", "-o", "80"), 80, List.of("10.96.0.7")))
                .contains(Setting.EXCLUDED_OUTBOUND_PORTS);
        assertThat(IstioPorts.outbound(
                        pod(Map.of(), "istio-iptables", "-m", "REDIRECT", "-i", "10.97.0.0/16", "-x", ""),
                        80,
                        List.of("10.96.0.7")))
                .contains(Setting.INCLUDED_OUTBOUND_RANGES);
        assertThat(IstioPorts.hidden(pod(Map.of(), "-b", "*", "-d", "15090,8080"), Set.of(8080)))
                .isPresent();
    }
}
