// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

import dev.spurline.internal.survey.ServiceMesh;
import io.fabric8.kubernetes.api.model.Service;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The foreign routes that decide for the same callers, and so are copied together.
 *
 * @param home the namespace of the copies
 * @param consumer whether the copies are for callers in another namespace than the Service's, which is their home
 * @param attached the foreign routes, the oldest first
 * @param elsewhere routes that callers in other namespaces follow instead of the copies, by those namespaces
 */
record RouteGroup(
        String home, boolean consumer, List<AttachedRoute> attached, SortedMap<String, List<AttachedRoute>> elsewhere) {

    RouteGroup {
        attached = List.copyOf(attached);
    }

    /**
     * Returns the groups of a Service: routes in its own namespace decide for callers everywhere, those in another
     * namespace for callers there. In Istio they replace the former, in Linkerd they are added to them: there the copies for
     * some callers hold both, in the right order, and are to be older than the copies for all.
     */
    static List<RouteGroup> of(Service service, ServiceRoutes attachments, ServiceMesh mesh) {
        List<RouteGroup> groups = new ArrayList<>();
        attachments.consumers().forEach((namespace, consumers) -> {
            List<AttachedRoute> deciding = mesh.istio() ? consumers : attachments.decidingIn(namespace);
            groups.add(new RouteGroup(namespace, true, deciding, new TreeMap<>()));
        });
        groups.add(new RouteGroup(
                service.getMetadata().getNamespace(),
                false,
                attachments.producers(),
                mesh.istio() ? attachments.consumers() : new TreeMap<>()));
        return groups;
    }

    /** Returns whether there is something to copy: callers follow the copies for all where their namespace has no route. */
    boolean decides(PortForm form) {
        return !consumer || own().stream().anyMatch(form.attached()::contains);
    }

    /** Returns the routes that are in the copies' namespace. */
    List<AttachedRoute> own() {
        return attached.stream().filter(route -> route.namespace().equals(home)).toList();
    }

    /** Returns whose proxies follow the copies on a part of the Service. */
    RouteAudience audience(PortForm form) {
        if (consumer) {
            return new RouteAudience(Optional.of(home), Set.of());
        }
        return new RouteAudience(
                Optional.empty(),
                elsewhere.entrySet().stream()
                        .filter(other -> form.ports().stream()
                                .allMatch(port -> other.getValue().stream().anyMatch(route -> route.isOn(port))))
                        .map(Map.Entry::getKey)
                        .collect(Collectors.toSet()));
    }
}
