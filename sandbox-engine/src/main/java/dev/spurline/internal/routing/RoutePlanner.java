// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

import dev.spurline.internal.survey.CustomKind;
import dev.spurline.internal.survey.SpurlineLabels;
import dev.spurline.internal.survey.Survey;
import io.fabric8.kubernetes.api.model.Service;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Plans the routes of a sandbox: has each Service routed by the style that suits it, and collects what is to be known. */
public final class RoutePlanner {

    private final SandboxRouting sandbox;
    private final Survey survey;
    private final List<String> warnings = new ArrayList<>();
    private final List<List<String>> explanations = new ArrayList<>();

    /** Prepares for a sandbox. */
    public RoutePlanner(SandboxRouting sandbox) {
        this.sandbox = sandbox;
        this.survey = sandbox.survey();
    }

    /** Returns other namespaces whose callers have routes of their own to Services of those that were read. */
    public static Set<String> callersHomes(Survey survey) {
        Set<String> homes = new TreeSet<>();
        survey.read().stream()
                .flatMap(namespace -> SpurlineLabels.foreign(survey.services(), namespace).stream())
                .forEach(service -> homes.addAll(
                        RouteIndex.of(survey).on(service).consumers().keySet()));
        homes.removeAll(survey.read());
        return homes;
    }

    /** Returns the kinds of routes of others that are bound to gateways. */
    public static Set<CustomKind> kindsAtGateways(Survey survey) {
        return GatewayPlan.kinds(survey);
    }

    /** Returns what is to be known of the Services that were routed, a sentence each. */
    public List<String> warnings() {
        return warnings;
    }

    /** Returns how the Services are routed and why: for each a line, and further ones why it is not routed otherwise. */
    public List<List<String>> explanations() {
        return explanations;
    }

    /** Returns the Services of a namespace that are not forked but lead to one that is, by routes of theirs. */
    public List<Service> leading(String namespace) {
        if (!sandbox.choice().writesRoutes()) {
            return List.of();
        }
        return SpurlineLabels.foreign(survey.services(), namespace).stream()
                .filter(service -> !sandbox.forks().containsKey(RoutedService.name(service)))
                .filter(service -> attached(service).leadsTo(sandbox.forks().keySet()))
                .toList();
    }

    /** Returns whether some Service that is not forked, but has an address that can be routed, leads to one of those. */
    public boolean lead(List<Service> to) {
        Set<String> names = to.stream().map(RoutedService::name).collect(Collectors.toSet());
        return survey.read().stream()
                .flatMap(namespace -> leading(namespace).stream())
                .filter(service -> RouteGuard.unrouted(service).isEmpty())
                .anyMatch(service -> attached(service).leadsTo(names));
    }

    /** Returns what is not known of where routes of others lead, a sentence each. */
    public List<String> unknownLeads() {
        return survey.mesh().istio()
                ? new VirtualRules(survey, MeshDefaults.exportTo(survey)).unknownLeads()
                : List.of();
    }

    /** Returns, by Service as settings call it, what a port-forward to it would skip. */
    public Map<String, String> entryWarnings(String namespace) {
        Map<String, String> sentences = new TreeMap<>();
        for (Service service : SpurlineLabels.foreign(survey.services(), namespace)) {
            List<AttachedRoute> own = attached(service).producers();
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

    /** Returns to which subsets of a Service its callers are led, those with the greatest weights first. */
    public List<String> subsets(Service service) {
        return ServiceSubsets.of(new RoutedService(service, List.of(), attached(service)), sandbox);
    }

    private ServiceRoutes attached(Service service) {
        return attached(service, survey);
    }

    /** Returns the routes on a Service. */
    public static ServiceRoutes attached(Service service, Survey survey) {
        return RouteIndex.of(survey).on(service);
    }

    /**
     * Returns the routes for a Service.
     *
     * @throws dev.spurline.PreflightException if it cannot be routed without harm
     */
    public List<SandboxRoute> of(Service service) {
        Optional<String> unrouted = unrouted(service);
        if (unrouted.isPresent()) {
            warnings.add("%s %s: their requests do not reach the fork, key or not"
                    .formatted(RoutedService.title(service), unrouted.get()));
            return List.of();
        }
        RoutedService routed = new RoutedService(service, ports(service), attached(service));
        if (sandbox.choice().writesRoutes()) {
            check(routed);
        }
        List<SandboxRoute> routes = RoutingStyles.of(routed, sandbox).routes(routed, sandbox, warnings::add);
        if (!routes.isEmpty() || reachedWithoutRoute(service)) {
            explanations.add(RoutingStyles.explain(routed, sandbox));
        }
        return routes;
    }

    private void check(RoutedService routed) {
        Service service = routed.service();
        new RouteGuard(survey).check(service);
        if (survey.mesh().istio()) {
            ObjectRevision.of(survey).check(followable(routed));
        }
        if (sandbox.forks().containsKey(RoutedService.name(service))) {
            OtherHosts.leadingTo(service, survey).forEach(warnings::add);
        }
    }

    /** Returns the routes of others that some caller may follow, or that keep it from following another. */
    private List<AttachedRoute> followable(RoutedService routed) {
        List<String> usual = MeshDefaults.exportTo(survey);
        return Stream.concat(
                        routed.attached().all().stream(), SilentVirtualServices.on(routed.service(), survey).stream())
                .filter(route -> route.kind() != CustomKind.VIRTUAL_SERVICE
                        || sandbox.callers(routed).stream()
                                .anyMatch(caller -> Visibility.of(route.object(), caller, usual) != Visibility.HIDDEN))
                .toList();
    }

    /**
     * Plans what the sandbox says at gateways that lead straight to forked Services.
     *
     * @param forked those Services
     * @param made the other routes of the sandbox
     */
    public GatewayPlan atGateways(List<Service> forked, List<SandboxRoute> made) {
        List<Service> entered = forked.stream()
                .filter(service -> !RouteGuard.entersByWaypoint(service, survey))
                .toList();
        return GatewayPlan.of(sandbox, entered, made);
    }

    /** A test reaches each Service's pods by port-forward, whatever its callers connect to. */
    private Optional<String> unrouted(Service service) {
        return sandbox.choice() == RoutingChoice.DIRECT ? Optional.empty() : RouteGuard.unrouted(service);
    }

    /** Returns whether requests reach the fork of a Service although no route leads them there. */
    public boolean reachedWithoutRoute(Service service) {
        return sandbox.choice() == RoutingChoice.DIRECT || !members(service).isEmpty();
    }

    /** Returns what requests have to say so that those to a Service reach its fork. */
    public List<ForkMember> members(Service service) {
        if (unrouted(service).isPresent()) {
            return List.of();
        }
        RoutedService routed = new RoutedService(service, httpPorts(service), attached(service));
        return RoutingStyles.of(routed, sandbox).members(routed, sandbox);
    }

    private List<Integer> ports(Service service) {
        if (sandbox.choice() != RoutingChoice.DIRECT) {
            new ServicePorts(survey.mesh())
                    .of(service).stream()
                            .filter(port -> !port.http())
                            .forEach(port -> warnings.add(
                                    "Port [%d] of %s is not HTTP to the mesh: its connections go to the baseline, key or not"
                                            .formatted(port.number(), RoutedService.title(service))));
        }
        return httpPorts(service);
    }

    private List<Integer> httpPorts(Service service) {
        return new ServicePorts(survey.mesh())
                .of(service).stream()
                        .filter(ServicePorts.Port::http)
                        .map(ServicePorts.Port::number)
                        .toList();
    }
}
