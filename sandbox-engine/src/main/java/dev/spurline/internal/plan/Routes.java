/*
 * Copyright 2026 the Spurline authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package dev.spurline.internal.plan;

import dev.spurline.PreflightException;
import dev.spurline.RoutingKey;
import dev.spurline.internal.routing.AttachedRoute;
import dev.spurline.internal.routing.Attachments;
import dev.spurline.internal.routing.GrpcRoutePerSandbox;
import dev.spurline.internal.routing.HttpRoutePerSandbox;
import dev.spurline.internal.routing.KeyFormat;
import dev.spurline.internal.routing.RouteObject;
import dev.spurline.internal.routing.RouteRequest;
import dev.spurline.internal.routing.RoutingStyle;
import dev.spurline.internal.survey.CustomKind;
import dev.spurline.internal.survey.Survey;
import io.fabric8.kubernetes.api.model.Service;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Chooses how each Service is routed, and collects what is to be known of it. */
final class Routes {

    private final Survey survey;
    private final RoutingKey key;
    private final KeyFormat format;
    private final Map<String, String> forks;
    private final List<String> warnings = new ArrayList<>();

    /**
     * Prepares for a sandbox.
     *
     * @param forks the forks' Services by the baseline's, as {@code namespace/name}
     */
    Routes(Survey survey, RoutingKey key, KeyFormat format, Map<String, String> forks) {
        this.survey = survey;
        this.key = key;
        this.format = format;
        this.forks = forks;
    }

    List<String> warnings() {
        return warnings;
    }

    /** Returns the Services that are not forked but lead to one that is, by routes of theirs. */
    List<Service> leading(String namespace) {
        return ForeignSelector.foreign(survey.services(), namespace).stream()
                .filter(service -> !forks.containsKey(name(service)))
                .filter(service -> attachments(service).leadsTo(forks.keySet()))
                .toList();
    }

    /** Returns, by Service, what a port-forward to it would skip. */
    Map<String, String> entryWarnings(String namespace) {
        Map<String, String> sentences = new TreeMap<>();
        for (Service service : ForeignSelector.foreign(survey.services(), namespace)) {
            List<AttachedRoute> own = attachments(service).producers();
            if (!own.isEmpty()) {
                String name = service.getMetadata().getName();
                sentences.put(
                        name,
                        "A port-forward to Service [%s] skips its routes (%s): name a way in that the mesh sees with spurline.entry.%s"
                                .formatted(
                                        name,
                                        own.stream()
                                                .map(AttachedRoute::title)
                                                .distinct()
                                                .collect(Collectors.joining(", ")),
                                        name));
            }
        }
        return sentences;
    }

    private static String name(Service service) {
        return service.getMetadata().getNamespace() + "/"
                + service.getMetadata().getName();
    }

    private Attachments attachments(Service service) {
        return Attachments.of(service, survey, Labels.SANDBOX);
    }

    /** Returns the route objects for a Service. */
    List<RouteObject> of(Service service) {
        Attachments attached = attachments(service);
        new RouteGuard(survey).check(service, attached);
        List<Integer> ports = ports(service);
        if (ports.isEmpty()) {
            return List.of();
        }
        attached.consumers()
                .forEach(route -> warnings.add(
                        "%s decides for callers in namespace [%s]: their requests do not reach the fork of %s"
                                .formatted(route.title(), route.namespace(), RouteGuard.title(service))));
        CustomKind kind = kind(service, attached);
        RouteRequest request = new RouteRequest(
                service,
                ports,
                attached.producers(),
                forks,
                key,
                format,
                survey.mesh(),
                survey.served(kind).orElseThrow());
        return style(kind).route(request);
    }

    private List<Integer> ports(Service service) {
        List<ForkService.Port> all = new ServicePorts(survey.mesh()).of(service);
        all.stream()
                .filter(port -> !port.http())
                .forEach(port -> warnings.add(
                        "Port [%d] of %s is not HTTP to the mesh: its connections go to the baseline, key or not"
                                .formatted(port.number(), RouteGuard.title(service))));
        return all.stream()
                .filter(ForkService.Port::http)
                .map(ForkService.Port::number)
                .toList();
    }

    private CustomKind kind(Service service, Attachments attached) {
        if (attached.kinds().contains(CustomKind.GRPC_ROUTE)) {
            return CustomKind.GRPC_ROUTE;
        }
        Optional<CustomKind> served = Stream.of(CustomKind.HTTP_ROUTE, CustomKind.LINKERD_HTTP_ROUTE)
                .filter(kind -> survey.served(kind).isPresent())
                .findFirst();
        return served.orElseThrow(() -> new PreflightException(
                "%s cannot be routed: the cluster serves no HTTPRoute. Install the custom resources of Gateway API"
                        .formatted(RouteGuard.title(service))));
    }

    private static RoutingStyle style(CustomKind kind) {
        return kind == CustomKind.GRPC_ROUTE ? new GrpcRoutePerSandbox() : new HttpRoutePerSandbox(kind);
    }
}
