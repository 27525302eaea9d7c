// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

import dev.spurline.internal.survey.Survey;
import io.fabric8.kubernetes.api.model.Service;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The VirtualServices of others that name or cover a Service and have no http rules for pods, such as one for tcp or for a
 * gateway alone. Who follows nothing of it does not follow a wildcard behind it either: istiod gives a Service's requests to
 * that VirtualService alone which is the closest by name (computeWildcardHostVirtualServiceIndex in pilot/pkg/model/sidecar.go).
 */
final class SilentVirtualServices {

    private final Map<String, List<AttachedRoute>> routes = new HashMap<>();

    private SilentVirtualServices(Survey survey) {
        VirtualServiceAttachments.findSilent(
                survey,
                (service, route) -> routes.computeIfAbsent(service, name -> new ArrayList<>())
                        .add(route));
    }

    /** Returns those of a Service. */
    static List<AttachedRoute> on(Service service, Survey survey) {
        return survey.derived(SilentVirtualServices.class, SilentVirtualServices::new)
                .routes
                .getOrDefault(RoutedService.name(service), List.of());
    }
}
