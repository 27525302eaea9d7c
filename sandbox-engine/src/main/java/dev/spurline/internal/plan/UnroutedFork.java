// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.plan;

import dev.spurline.PreflightException;
import dev.spurline.internal.routing.RouteGuard;
import dev.spurline.internal.survey.ServiceMesh;
import dev.spurline.internal.survey.SpurlineLabels;
import dev.spurline.internal.survey.Survey;
import io.fabric8.kubernetes.api.model.Service;
import java.util.List;
import java.util.stream.Collectors;

/** Says why no request with the key is routed to a fork. */
final class UnroutedFork {

    private final ForkDraft draft;
    private final Survey survey;

    UnroutedFork(ForkDraft draft, Survey survey) {
        this.draft = draft;
        this.survey = survey;
    }

    /**
     * Checks the Services that select the baseline.
     *
     * @return what is to be told if there is none: its requests may come from elsewhere
     * @throws PreflightException if there are some, and none of them can be routed
     */
    String check(List<Service> services) {
        String name = draft.spec().workload().name();
        if (services.isEmpty()) {
            return "Fork [%s]: no Service selects the baseline, so that no request can be routed to it%s"
                    .formatted(name, unselected());
        }
        List<Service> routed = services.stream()
                .filter(service -> RouteGuard.unrouted(service).isEmpty())
                .toList();
        throw new PreflightException(
                routed.isEmpty()
                        ? "Fork [%s] could not be reached: [%s] is headless, so that its callers connect to the pods themselves, key or not. Add a Service with a ClusterIP that selects the same pods, and let callers use its name"
                                .formatted(name, names(services))
                        : "Fork [%s] could not be reached: no port of [%s] is HTTP to the mesh, and requests on other ports cannot be told apart. %s if it is"
                                .formatted(name, names(routed), declaration()));
    }

    private String declaration() {
        return survey.mesh() == ServiceMesh.LINKERD
                ? "Let it declare nothing or appProtocol: http, and give the Service config.linkerd.io/opaque-ports without it,"
                : "Declare it with appProtocol: http";
    }

    /** Whoever writes the endpoints of a Service knows whose they are. */
    private String unselected() {
        List<Service> without = SpurlineLabels.foreign(
                        survey.services(), draft.baseline().namespace())
                .stream()
                .filter(service -> RouteGuard.unrouted(service).isEmpty())
                .filter(service -> service.getSpec().getSelector() == null
                        || service.getSpec().getSelector().isEmpty())
                .toList();
        return without.isEmpty()
                ? ""
                : "; [%s] without a selector may have its pods as endpoints: give the Service a selector"
                        .formatted(names(without));
    }

    private static String names(List<Service> services) {
        return services.stream().map(service -> service.getMetadata().getName()).collect(Collectors.joining(", "));
    }
}
