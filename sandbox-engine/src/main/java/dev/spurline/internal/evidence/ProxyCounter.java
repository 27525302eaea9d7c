// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.evidence;

import dev.spurline.internal.survey.LinkerdPorts;
import dev.spurline.internal.survey.MeshSigns;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Optional;

/** A kind of proxy: where its pages are, and what they say about the requests that its pod has served. */
enum ProxyCounter {
    /** Istio's, or a stock Envoy that istiod configures. */
    ISTIO {
        @Override
        List<Place> places(Pod pod) {
            return List.of(new Place(15090, "/stats/prometheus"), new Place(15020, "/stats/prometheus"));
        }

        @Override
        ProxyReading read(String page, ServedPorts ports) {
            return EnvoyPages.metrics(page, ports);
        }

        /** Envoy's admin port is open to the pod itself only: a port-forward reaches it, the pod proxy does not. */
        @Override
        Optional<Place> admin() {
            return Optional.of(new Place(15000, "/clusters"));
        }

        @Override
        ProxyReading readAdmin(String page, ServedPorts ports) {
            return EnvoyPages.clusters(page, ports);
        }
    },
    /** Linkerd's. */
    LINKERD {
        @Override
        List<Place> places(Pod pod) {
            return List.of(new Place(LinkerdPorts.admin(pod), "/metrics"));
        }

        @Override
        ProxyReading read(String page, ServedPorts ports) {
            return LinkerdPage.read(page, ports);
        }
    };

    /** Returns the kind of a pod's proxy, if it has one that counts. */
    static Optional<ProxyCounter> of(Pod pod) {
        if (MeshSigns.istioSidecar(pod)) {
            return Optional.of(ISTIO);
        }
        return MeshSigns.linkerdProxy(pod) ? Optional.of(LINKERD) : Optional.empty();
    }

    /** Returns where the metrics may be found, the likeliest place first. */
    abstract List<Place> places(Pod pod);

    abstract ProxyReading read(String page, ServedPorts ports);

    /** Returns the page that counts always, for where the metrics are silent. */
    Optional<Place> admin() {
        return Optional.empty();
    }

    ProxyReading readAdmin(String page, ServedPorts ports) {
        throw new UnsupportedOperationException("[%s] has no such page".formatted(this));
    }

    /** A page of a proxy. */
    record Place(int port, String path) {}
}
