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
import dev.spurline.internal.survey.Mesh;
import dev.spurline.internal.survey.Survey;
import dev.spurline.settings.Setting;
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
    private final boolean mirrors;
    private final Rights rights;
    private final boolean anchored;
    private final List<String> warnings = new ArrayList<>();

    /**
     * Prepares for a sandbox.
     *
     * @param forks the forks' Services by the baseline's, as {@code namespace/name}
     * @param options where routes may be made, and whether something ends them
     */
    Routes(Survey survey, RoutingKey key, KeyFormat format, Map<String, String> forks, PlanOptions options) {
        this.rights = options.rights();
        this.mirrors = Setting.MIRRORS.in(options.settings());
        this.anchored = options.anchored();
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

    /** Returns, by Service as settings call it, what a port-forward to it would skip. */
    Map<String, String> entryWarnings(String namespace) {
        Map<String, String> sentences = new TreeMap<>();
        for (Service service : ForeignSelector.foreign(survey.services(), namespace)) {
            List<AttachedRoute> own = attachments(service).producers();
            if (!own.isEmpty()) {
                String name = service.getMetadata().getName();
                String subject = namespace.equals(survey.namespace()) ? name : namespace + "." + name;
                sentences.put(
                        subject,
                        "A port-forward to Service [%s] skips its routes (%s): name a way in that the mesh sees with spurline.entry.%s"
                                .formatted(
                                        name,
                                        own.stream()
                                                .map(AttachedRoute::title)
                                                .distinct()
                                                .collect(Collectors.joining(", ")),
                                        subject));
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
    List<MadeRoute> of(Service service) {
        Attachments attached = attachments(service);
        RouteGuard guard = new RouteGuard(survey);
        guard.check(service, attached);
        if (!anchored) {
            RouteGuard.refuseDerived(service, attached);
        }
        List<Integer> ports = ports(service);
        List<MadeRoute> made = new ArrayList<>();
        int first = 0;
        for (RouteGroup group : RouteGroup.of(service, attached, survey.mesh())) {
            if (!ports.isEmpty() && concerned(service, group)) {
                List<RouteObject> objects = made(service, ports, group);
                int offset = first;
                objects.forEach(object -> made.add(new MadeRoute(object, group.audience(), offset + object.part())));
                first += survey.mesh() == Mesh.LINKERD ? objects.size() : 0;
            }
        }
        return made;
    }

    private boolean concerned(Service service, RouteGroup group) {
        return forks.containsKey(name(service)) || Attachments.leadTo(group.attached(), forks.keySet());
    }

    /** What other namespaces do wrong, or do not let us join, is no reason to refuse a sandbox in its own. */
    private List<RouteObject> made(Service service, List<Integer> ports, RouteGroup group) {
        if (!group.consumer() || survey.read().contains(group.home())) {
            return made(service, ports, group.attached(), group.home());
        }
        if (!rights.namespaces().contains(group.home())) {
            left(service, group, "no routes may be made there; allow it with the Roles of docs/rbac.yaml");
            return List.of();
        }
        try {
            return made(service, ports, group.attached(), group.home());
        } catch (PreflightException e) {
            left(service, group, String.valueOf(e.getMessage()));
            return List.of();
        }
    }

    private void left(Service service, RouteGroup group, String reason) {
        String titles = group.attached().stream()
                .filter(route -> route.namespace().equals(group.home()))
                .map(AttachedRoute::title)
                .distinct()
                .collect(Collectors.joining(", "));
        warnings.add("%s decides for callers in namespace [%s]: their requests do not reach the fork of %s, because %s"
                .formatted(titles, group.home(), RouteGuard.title(service), reason));
    }

    private List<RouteObject> made(Service service, List<Integer> ports, List<AttachedRoute> attached, String home) {
        RouteGuard.oneKind(service, attached);
        CustomKind kind = kind(service, attached);
        return style(kind)
                .route(new RouteRequest(
                        service,
                        ports,
                        attached,
                        forks,
                        key,
                        format,
                        survey.mesh(),
                        survey.served(kind).orElseThrow(),
                        home,
                        mirrors));
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

    private CustomKind kind(Service service, List<AttachedRoute> attached) {
        if (Attachments.kinds(attached).contains(CustomKind.GRPC_ROUTE)) {
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
