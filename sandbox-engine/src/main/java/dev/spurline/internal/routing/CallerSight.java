// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

import dev.spurline.internal.survey.ServiceMesh;
import dev.spurline.internal.survey.Survey;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Service;
import java.util.List;
import java.util.Map;

/**
 * What the callers of a Service see of VirtualServices for it: those that are exported to their namespace, and that no Sidecar of
 * Istio's keeps from it. A Sidecar for some of a namespace's pods does not count.
 *
 * @param service the Service
 * @param sidecars the Sidecars
 * @param mesh the mesh: waypoints have no Sidecars
 * @param usual for whom a VirtualService is that does not say it
 */
record CallerSight(Service service, EgressSidecars sidecars, ServiceMesh mesh, List<String> usual) {

    static CallerSight of(Service service, Survey survey) {
        return new CallerSight(service, new EgressSidecars(survey), survey.mesh(), MeshDefaults.exportTo(survey));
    }

    /** Returns how callers of a namespace see a VirtualService. */
    Visibility of(GenericKubernetesResource object, String caller) {
        Visibility exported = Visibility.of(object, caller, usual);
        return exported == Visibility.HIDDEN || !isKept(object, caller) ? exported : Visibility.HIDDEN;
    }

    private boolean isKept(GenericKubernetesResource object, String caller) {
        return mesh == ServiceMesh.ISTIO
                && sidecars.hiding(
                                caller, Map.of(), service, object.getMetadata().getNamespace())
                        .isPresent();
    }
}
