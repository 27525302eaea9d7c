// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.plan;

import dev.spurline.PreflightException;
import dev.spurline.internal.routing.AttachedRoute;
import dev.spurline.internal.routing.RouteGuard;
import dev.spurline.internal.routing.RoutePlanner;
import dev.spurline.internal.routing.RoutedService;
import dev.spurline.internal.routing.SandboxNames;
import dev.spurline.internal.routing.SandboxRoute;
import dev.spurline.internal.routing.SandboxRouting;
import dev.spurline.internal.routing.ServicePorts;
import dev.spurline.internal.routing.ServiceRoutes;
import dev.spurline.internal.survey.CustomKind;
import dev.spurline.internal.survey.SpurlineLabels;
import dev.spurline.internal.survey.Survey;
import dev.spurline.internal.text.JsonTrees;
import io.fabric8.kubernetes.api.model.Service;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Plans what makes requests with the key countable that go to baselines: to each Service a twin with the same pods, and routes
 * that lead requests with the key there and nobody else's. The routes are made as those to forks are, so that what others route
 * is followed. A Service for which that would change what a request gets is left out, with the reason.
 */
final class TraceSteps {

    private static final String PREFIX = "trace-";

    /** Each costs a Service and a route, and what is traced are the few that one request passes. */
    private static final int LIMIT = 25;

    private final Survey survey;
    private final SandboxRouting sandbox;
    private final SandboxNames names;
    private final ForkObjects objects;
    private final Map<String, String> left = new TreeMap<>();

    /**
     * Prepares for a sandbox.
     *
     * @param sandbox how its forks are routed
     * @param prefix what the names of all its objects begin with
     * @param labels the labels of all its objects
     */
    TraceSteps(SandboxRouting sandbox, String prefix, Map<String, String> labels) {
        this.survey = sandbox.survey();
        this.sandbox = sandbox;
        this.names = new SandboxNames(prefix + PREFIX, sandbox.key());
        this.objects = new ForkObjects(names, labels);
    }

    /**
     * Adds to a plan what a scope asks for.
     *
     * @param plan has the forks and their routes already
     * @return the Services that are traced
     */
    List<Service> plan(TraceScope scope, SandboxPlanBuilder plan) {
        if (scope.stage() == TraceScope.Stage.NOTHING) {
            return List.of();
        }
        Map<String, Service> traced = candidates(scope.except(), plan.routes());
        Map<String, List<SandboxRoute>> routes = routes(traced);
        traced.forEach((title, service) -> {
            plan.step(new PlanStep(
                    Wave.NETWORK,
                    objects.traced(service),
                    "Service %s has the pods of Service %s, so that requests with the key to it can be counted"
                            .formatted(twin(service), service.getMetadata().getName()),
                    0));
            plan.traced(new TracedService(
                    service.getMetadata().getNamespace(), service.getMetadata().getName(), twin(service)));
            if (scope.stage() == TraceScope.Stage.ROUTES) {
                routes.getOrDefault(title, List.of()).forEach(plan::route);
            }
        });
        left.forEach(plan::untraced);
        return List.copyOf(traced.values());
    }

    private String twin(Service service) {
        return names.of(service.getMetadata().getName());
    }

    /** What has a route of the sandbox leads to forks, whose requests are counted anyway. */
    private Map<String, Service> candidates(Set<String> except, List<SandboxRoute> made) {
        Map<String, Service> found = new TreeMap<>();
        for (String namespace : survey.read()) {
            for (Service service : SpurlineLabels.foreign(survey.services(), namespace)) {
                String title = namespace + "/" + service.getMetadata().getName();
                boolean routed = made.stream()
                        .anyMatch(route -> route.namespace().equals(namespace)
                                && route.service().equals(service.getMetadata().getName()));
                if (!routed && !sandbox.forks().containsKey(title) && !except.contains(title)) {
                    obstacle(service, found.size())
                            .ifPresentOrElse(reason -> left.put(title, reason), () -> found.put(title, service));
                }
            }
        }
        return found;
    }

    private Optional<String> obstacle(Service service, int found) {
        Map<String, String> selector = service.getSpec().getSelector();
        if (selector == null || selector.isEmpty()) {
            return Optional.of("it has no selector");
        }
        if (new ServicePorts(survey.mesh()).of(service).stream().noneMatch(ServicePorts.Port::http)) {
            return Optional.of("it has no HTTP port");
        }
        if (found == LIMIT) {
            return Optional.of("there are more than %d Services".formatted(LIMIT));
        }
        return RouteGuard.unrouted(service)
                .map("it "::concat)
                .or(() -> DestinationRules.on(service, survey)
                        .map("%s says how it is called, which its twin would not have"::formatted));
    }

    /** Until no route is left that leads to a Service which is not traced: its share of the requests would be lost. */
    private Map<String, List<SandboxRoute>> routes(Map<String, Service> traced) {
        Map<String, List<SandboxRoute>> routes = new LinkedHashMap<>();
        boolean settled = false;
        while (!settled) {
            routes.clear();
            SandboxRouting routing = sandbox.tracing(names, twins(traced));
            Map<String, String> refused = new TreeMap<>();
            traced.forEach((title, service) -> refusal(service, traced.keySet())
                    .or(() -> route(routing, service, routes))
                    .ifPresent(reason -> refused.put(title, reason)));
            traced.keySet().removeAll(refused.keySet());
            left.putAll(refused);
            settled = refused.isEmpty();
        }
        return routes;
    }

    private Map<String, String> twins(Map<String, Service> traced) {
        Map<String, String> twins = new LinkedHashMap<>();
        traced.forEach((title, service) -> twins.put(title, twin(service)));
        return twins;
    }

    private Optional<String> refusal(Service service, Set<String> traced) {
        ServiceRoutes attached = RoutePlanner.attached(service, survey);
        for (AttachedRoute route : attached.all()) {
            List<String> others = new ArrayList<>(route.backends());
            others.removeAll(traced);
            if (!others.isEmpty()) {
                return Optional.of("%s leads to %s, too".formatted(route.title(), others));
            }
            if (route.kind() == CustomKind.VIRTUAL_SERVICE
                    && JsonTrees.tree(route.object()).findValue("subset") != null) {
                return Optional.of("%s leads to subsets of it".formatted(route.title()));
            }
        }
        return Optional.empty();
    }

    /** Adds the routes of a Service, or returns why there are none. */
    private static Optional<String> route(
            SandboxRouting routing, Service service, Map<String, List<SandboxRoute>> routes) {
        try {
            List<SandboxRoute> made = new RoutePlanner(routing).of(service);
            routes.put(
                    service.getMetadata().getNamespace() + "/"
                            + service.getMetadata().getName(),
                    made);
            return made.isEmpty()
                    ? Optional.of("no route can be made for %s".formatted(RoutedService.title(service)))
                    : Optional.empty();
        } catch (PreflightException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }
}
