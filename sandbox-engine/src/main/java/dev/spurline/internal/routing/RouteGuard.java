// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

import dev.spurline.PreflightException;
import dev.spurline.internal.survey.CustomKind;
import dev.spurline.internal.survey.ObjectLabels;
import dev.spurline.internal.survey.ServiceMesh;
import dev.spurline.internal.survey.Survey;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import java.util.Optional;
import java.util.stream.Stream;

/** Refuses Services whose requests no route of whatever style could tell apart, naming the object and the way out. */
public final class RouteGuard {

    private static final String INGRESS_THROUGH_WAYPOINT = "istio.io/ingress-use-waypoint";

    private final Survey survey;

    RouteGuard(Survey survey) {
        this.survey = survey;
    }

    void check(Service service) {
        if (survey.mesh() == ServiceMesh.NONE) {
            throw new PreflightException(
                    "No mesh was found in namespace [%s], so that nothing can tell requests with a key from others: no pod there has a proxy. Label the namespace istio-injection=enabled for Istio, or annotate it linkerd.io/inject=enabled for Linkerd, and restart its workloads. Without a mesh: where the callers have Envoys of their own, or one at the entry calls the forked Service, configure those once as docs/envoy.md says and set spurline.routing=overrides; where the tests themselves call the forked Service, set spurline.routing=direct"
                            .formatted(service.getMetadata().getNamespace()));
        }
        if (survey.mesh() == ServiceMesh.ISTIO_AMBIENT) {
            ServiceWaypoint.required(service, survey);
        }
        if (survey.mesh().istio()) {
            refuseUnreadVirtualServices(service);
        }
    }

    /**
     * Callers in a Service's own namespace follow an HTTPRoute on it rather than a VirtualService, whichever is older: one that
     * nobody has seen would be hidden from requests without a key.
     */
    private void refuseUnreadVirtualServices(Service service) {
        String namespace = service.getMetadata().getNamespace();
        CustomKind kind = CustomKind.VIRTUAL_SERVICE;
        survey.unread(kind, namespace).ifPresent(unread -> {
            throw new PreflightException(
                    "%s cannot be routed: VirtualServices of namespace [%s] cannot be read (%s), and one that routes it would be hidden from requests without a key. Grant list and watch on [%s] there, as the Role [spurline-virtual-services] of docs/rbac.yaml does"
                            .formatted(RoutedService.title(service), namespace, unread.reason(), kind.resource()));
        });
    }

    /** Returns the value of a label of a Service or, where it has none, of its namespace. */
    public static Optional<String> labelled(Service service, String label, Survey survey) {
        return withNamespace(service, survey)
                .map(ObjectLabels::labels)
                .filter(labels -> labels.containsKey(label))
                .map(labels -> labels.getOrDefault(label, ""))
                .findFirst();
    }

    /** Returns a Service and then, if it was read, its namespace: what the one has no label for, the other may say. */
    static Stream<HasMetadata> withNamespace(Service service, Survey survey) {
        return Stream.concat(
                Stream.of(service),
                survey.namespaces().stream()
                        .filter(namespace -> namespace
                                .getMetadata()
                                .getName()
                                .equals(service.getMetadata().getNamespace())));
    }

    /** Returns whether a label of a Service leads gateways through its waypoint, which follows the routes of the Service. */
    public static boolean entersByWaypoint(Service service, Survey survey) {
        return survey.mesh() == ServiceMesh.ISTIO_AMBIENT
                && labelled(service, INGRESS_THROUGH_WAYPOINT, survey).equals(Optional.of("true"));
    }

    /** Returns why no request to a Service passes its routes, or empty if its callers call its own address. */
    public static Optional<String> unrouted(Service service) {
        if ("None".equalsIgnoreCase(service.getSpec().getClusterIP())) {
            return Optional.of("is headless, so that its callers connect to the pods themselves");
        }
        return "ExternalName".equals(service.getSpec().getType())
                ? Optional.of("is of type ExternalName, so that its callers connect to what it names")
                : Optional.empty();
    }
}
