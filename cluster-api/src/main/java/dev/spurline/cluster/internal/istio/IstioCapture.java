// SPDX-License-Identifier: Apache-2.0
package dev.spurline.cluster.internal.istio;

import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Tells what of a pod's connections Istio leads to the pod's proxy. Of those that go out, some ports and addresses are left out
 * first, then some ports are taken in, then some addresses or all. Of those that come in, some ports are taken in, or all but some.
 * Lists of ports have numbers alone.
 *
 * <p>Source: {@code tools/istio-iptables/pkg/capture/run.go} of Istio;
 * istio.io/latest/docs/reference/config/annotations, traffic.sidecar.istio.io; the arguments of {@code istio-init} in
 * {@code manifests/charts/istio-control/istio-discovery/files/injection-template.yaml}.
 */
public final class IstioCapture {

    private static final String ALL = "*";

    private final Function<Setting, Optional<String>> told;

    /** What decides about it: an annotation of the pod, which an argument of its init container repeats. */
    public enum Setting {
        INTERCEPTION_MODE("sidecar.istio.io/interceptionMode", "-m", "REDIRECT"),
        EXCLUDED_OUTBOUND_PORTS("traffic.sidecar.istio.io/excludeOutboundPorts", "-o", ""),
        EXCLUDED_OUTBOUND_RANGES("traffic.sidecar.istio.io/excludeOutboundIPRanges", "-x", ""),
        INCLUDED_OUTBOUND_PORTS("traffic.sidecar.istio.io/includeOutboundPorts", "-q", ""),
        INCLUDED_OUTBOUND_RANGES("traffic.sidecar.istio.io/includeOutboundIPRanges", "-i", ALL),
        EXCLUDED_INBOUND_PORTS("traffic.sidecar.istio.io/excludeInboundPorts", "-d", ""),
        INCLUDED_INBOUND_PORTS("traffic.sidecar.istio.io/includeInboundPorts", "-b", ALL);

        private final String annotation;
        private final String argument;
        private final String usual;

        Setting(String annotation, String argument, String usual) {
            this.annotation = annotation;
            this.argument = argument;
            this.usual = usual;
        }

        /** Returns the annotation's name. */
        public String annotation() {
            return annotation;
        }

        /** Returns the argument behind which the init container is told the value. */
        public String argument() {
            return argument;
        }
    }

    /**
     * Prepares for a pod.
     *
     * @param told returns what the pod is told of a setting; empty if nothing
     */
    public IstioCapture(Function<Setting, Optional<String>> told) {
        this.told = told;
    }

    /** Returns by which setting what the pod sends to a port of an address goes around its proxy; empty if it does not. */
    public Optional<Setting> outbound(int port, String address) {
        if (off()) {
            return Optional.of(Setting.INTERCEPTION_MODE);
        }
        if (hasPort(Setting.EXCLUDED_OUTBOUND_PORTS, port)) {
            return Optional.of(Setting.EXCLUDED_OUTBOUND_PORTS);
        }
        if (hasAddress(Setting.EXCLUDED_OUTBOUND_RANGES, address)) {
            return Optional.of(Setting.EXCLUDED_OUTBOUND_RANGES);
        }
        boolean included = hasPort(Setting.INCLUDED_OUTBOUND_PORTS, port)
                || all(Setting.INCLUDED_OUTBOUND_RANGES)
                || hasAddress(Setting.INCLUDED_OUTBOUND_RANGES, address);
        return included ? Optional.empty() : Optional.of(Setting.INCLUDED_OUTBOUND_RANGES);
    }

    /** Returns by which setting what comes in on a port of the pod goes around its proxy; empty if it does not. */
    public Optional<Setting> inbound(int port) {
        if (off()) {
            return Optional.of(Setting.INTERCEPTION_MODE);
        }
        if (!all(Setting.INCLUDED_INBOUND_PORTS)) {
            return hasPort(Setting.INCLUDED_INBOUND_PORTS, port)
                    ? Optional.empty()
                    : Optional.of(Setting.INCLUDED_INBOUND_PORTS);
        }
        return hasPort(Setting.EXCLUDED_INBOUND_PORTS, port)
                ? Optional.of(Setting.EXCLUDED_INBOUND_PORTS)
                : Optional.empty();
    }

    private boolean off() {
        return value(Setting.INTERCEPTION_MODE).equals("NONE");
    }

    private boolean all(Setting setting) {
        return value(setting).strip().equals(ALL);
    }

    private boolean hasPort(Setting setting, int port) {
        return items(setting).anyMatch(Integer.toString(port)::equals);
    }

    private boolean hasAddress(Setting setting, String address) {
        return items(setting)
                .map(AddressRange::parse)
                .flatMap(Optional::stream)
                .anyMatch(range -> range.holds(address));
    }

    private Stream<String> items(Setting setting) {
        return Stream.of(value(setting).split(",", -1)).map(String::strip);
    }

    private String value(Setting setting) {
        return told.apply(setting).orElse(setting.usual);
    }
}
