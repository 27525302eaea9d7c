// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.plan;

import dev.spurline.PreflightException;
import dev.spurline.RoutingKey;
import dev.spurline.internal.routing.AttachedRoute;
import dev.spurline.internal.routing.GrpcRoutePerSandbox;
import dev.spurline.internal.routing.HttpRoutePerSandbox;
import dev.spurline.internal.routing.KeyFormat;
import dev.spurline.internal.routing.PortForm;
import dev.spurline.internal.routing.RouteIndex;
import dev.spurline.internal.routing.RouteObject;
import dev.spurline.internal.routing.RouteRequest;
import dev.spurline.internal.routing.RoutingStyle;
import dev.spurline.internal.routing.RuleSupport;
import dev.spurline.internal.routing.ServiceRoutes;
import dev.spurline.internal.survey.CustomKind;
import dev.spurline.internal.survey.Mesh;
import dev.spurline.internal.survey.Survey;
import dev.spurline.settings.Setting;
import io.fabric8.kubernetes.api.model.Service;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Chooses how each Service is routed, and collects what is to be known of it. */
final class Routes {

    private final Survey survey;
    private final RouteGuard guard;
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
        this.guard = new RouteGuard(survey);
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

    /** Returns whether some Service that is not forked, but has an address that can be routed, leads to one of those. */
    boolean lead(List<Service> to) {
        Set<String> names = to.stream().map(Routes::name).collect(Collectors.toSet());
        return survey.read().stream()
                .flatMap(namespace -> leading(namespace).stream())
                .filter(service -> RouteGuard.unrouted(service).isEmpty())
                .anyMatch(service -> attachments(service).leadsTo(names));
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
                                .formatted(name, AttachedRoute.titles(own), subject));
            }
        }
        return sentences;
    }

    private static String name(Service service) {
        return service.getMetadata().getNamespace() + "/"
                + service.getMetadata().getName();
    }

    private ServiceRoutes attachments(Service service) {
        return RouteIndex.of(survey).on(service);
    }

    /** Returns the route objects for a Service. */
    List<MadeRoute> of(Service service) {
        Optional<String> unrouted = RouteGuard.unrouted(service);
        if (unrouted.isPresent()) {
            warnings.add("%s %s: their requests do not reach the fork, key or not"
                    .formatted(RouteGuard.title(service), unrouted.get()));
            return List.of();
        }
        ServiceRoutes attached = attachments(service);
        List<Integer> ports = ports(service);
        guard.check(service, ports, attached);
        if (!anchored) {
            RouteGuard.refuseDerived(service, attached);
        }
        if (survey.mesh() == Mesh.LINKERD) {
            RouteGuard.refuseOvertaking(service, attached, own(service));
        }
        List<MadeRoute> made = new ArrayList<>();
        for (RouteGroup group : RouteGroup.of(service, attached, survey.mesh())) {
            if (!ports.isEmpty() && concerned(service, group.attached())) {
                made.addAll(allowed(service, ports, group, survey.mesh() == Mesh.LINKERD ? made.size() : 0));
            }
        }
        return made;
    }

    /** Returns what the sandbox has in the Service's own namespace. */
    private List<AttachedRoute> own(Service service) {
        return attachments(service).of(key.value()).stream()
                .filter(route -> route.namespace().equals(service.getMetadata().getNamespace()))
                .toList();
    }

    private boolean concerned(Service service, List<AttachedRoute> attached) {
        return forks.containsKey(name(service)) || ServiceRoutes.leadTo(attached, forks.keySet());
    }

    /** What other namespaces do wrong, or do not let us join, is no reason to refuse a sandbox in its own. */
    private List<MadeRoute> allowed(Service service, List<Integer> ports, RouteGroup group, int turn) {
        if (!group.consumer() || survey.read().contains(group.home())) {
            return made(service, ports, group, turn);
        }
        if (!rights.namespaces().contains(group.home())) {
            left(service, group, "no routes may be made there; allow it with the Roles of docs/rbac.yaml");
            return List.of();
        }
        try {
            return made(service, ports, group, turn);
        } catch (PreflightException e) {
            left(service, group, String.valueOf(e.getMessage()));
            return List.of();
        }
    }

    private void left(Service service, RouteGroup group, String reason) {
        warnings.add("%s decides for callers in namespace [%s]: their requests do not reach the fork of %s, because %s"
                .formatted(AttachedRoute.titles(group.own()), group.home(), RouteGuard.title(service), reason));
    }

    private List<MadeRoute> made(Service service, List<Integer> ports, RouteGroup group, int turn) {
        List<PortForm> forms = PortForm.of(survey.mesh(), service, ports, group.attached());
        List<MadeRoute> made = new ArrayList<>();
        for (PortForm form : forms) {
            if (group.decides(form) && concerned(service, form.attached())) {
                Audience audience = group.audience(form);
                objects(service, form, forms.size(), group.home())
                        .forEach(object -> made.add(new MadeRoute(object, audience, turn + object.part())));
            }
        }
        return made;
    }

    private List<RouteObject> objects(Service service, PortForm form, int parts, String home) {
        guard.oneKind(service, form, attachments(service).all());
        CustomKind kind = kind(service, form);
        RouteRequest request = new RouteRequest(
                service,
                form,
                parts,
                forks,
                key,
                format,
                survey.mesh(),
                survey.served(kind).orElseThrow(),
                home,
                mirrors);
        RuleSupport.check(request);
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

    private CustomKind kind(Service service, PortForm form) {
        if (form.grpc()) {
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
