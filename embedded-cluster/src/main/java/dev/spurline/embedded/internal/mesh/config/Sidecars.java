// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All Sidecars, by the workloads that they are for: one that selects the workload, else the namespace's, else that of
 * Istio's root namespace; of several the oldest.
 *
 * <p>Source: initSidecarScopes and doGetSidecarScope in istiod's {@code pilot/pkg/model/push_context.go}.
 */
final class Sidecars {

    private final List<Sidecar> sidecars;
    private final IstioMeshConfig defaults;

    Sidecars(Collection<Sidecar> sidecars, IstioMeshConfig defaults) {
        this.sidecars = sidecars.stream()
                .sorted(Comparator.<Sidecar, Boolean>comparing(
                                sidecar -> sidecar.workloadSelector().isEmpty())
                        .thenComparing(Sidecar::created)
                        .thenComparing(Sidecar::name)
                        .thenComparing(Sidecar::namespace))
                .toList();
        this.defaults = defaults;
    }

    /** Returns what the proxy of a pod with some labels is told of. */
    EgressScope scope(String namespace, Map<String, String> labels) {
        Optional<Sidecar> sidecar = sidecars.stream()
                .filter(candidate -> candidate.namespace().equals(namespace) && candidate.selects(labels))
                .findFirst()
                .or(this::ofRoot);
        return new EgressScope(
                namespace,
                sidecar.map(Sidecar::egress).orElse(List.of(Sidecar.EgressListener.ALL)),
                sidecar.flatMap(Sidecar::registryOnly).orElse(defaults.registryOnly()));
    }

    private Optional<Sidecar> ofRoot() {
        return sidecars.stream()
                .filter(candidate -> candidate.namespace().equals(defaults.rootNamespace())
                        && candidate.workloadSelector().isEmpty())
                .findFirst();
    }
}
