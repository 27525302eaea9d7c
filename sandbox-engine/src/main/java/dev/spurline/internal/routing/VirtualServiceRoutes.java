// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.internal.survey.ServiceMesh;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Service;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Turns rules into the routes of a sandbox for a Service, in the form that the VirtualServices of others ask for. */
final class VirtualServiceRoutes {

    private static final String EVERYWHERE = "*";

    private final Service service;
    private final List<Integer> ports;
    private final SandboxRouting sandbox;
    private final VirtualServiceObjects objects;
    private final VirtualRuleCopy copy;

    VirtualServiceRoutes(RoutedService routed, SandboxRouting sandbox) {
        this.service = routed.service();
        this.ports = routed.ports();
        this.sandbox = sandbox;
        this.objects = new VirtualServiceObjects(service, sandbox);
        this.copy = new VirtualRuleCopy(sandbox, namespace());
    }

    /** Returns the routes where nobody else has one: other requests go to the baseline. */
    List<SandboxRoute> alone(VirtualRule whole) {
        List<VirtualRule> rules = List.of(whole);
        return behindRoot(
                rules,
                "",
                List.of(),
                objects.root(List.of(name()), List.of(EVERYWHERE), copy.unchanged(rules), List.of()),
                "; all other requests go to the baseline as before");
    }

    /**
     * Returns the routes that outrank a VirtualService.
     *
     * @param rules what it says of requests
     * @param tail its rules as they are to be repeated
     * @param missing rules for what it says nothing of
     */
    List<SandboxRoute> shadowing(
            List<VirtualRule> rules,
            List<VirtualRule> tail,
            List<VirtualRule> missing,
            GenericKubernetesResource user) {
        String title = SandboxRoute.title(user);
        List<String> callers = sandbox.callers(service);
        List<SandboxRoute> routes = behindRoot(
                all(rules, missing),
                ", by the rules of %s with the key added".formatted(title),
                List.of(user),
                objects.root(hosts(user), callers, copy.unchanged(all(tail, missing)), List.of(user)),
                "; all other requests %s follow the rules of %s, which it repeats and outranks there%s"
                        .formatted(
                                whose(callers),
                                title,
                                assumed(user)
                                        .map(
                                                "; it does not say for whom it is (exportTo) and is taken for public, as %s"
                                                        ::formatted)
                                        .orElse("")));
        String assumption = assumed(user)
                .map(unknown ->
                        "%s does not say for whom it is (exportTo) and was taken for public, as %s: if it is private, it outranks what leads to the fork. Let it say exportTo: [\"*\"]"
                                .formatted(title, unknown))
                .orElse("");
        return routes.stream().map(route -> route.assuming(assumption)).toList();
    }

    private String whose(List<String> callers) {
        return sandbox.survey().mesh() == ServiceMesh.ISTIO_AMBIENT
                ? ServiceWaypoint.of(service, sandbox.survey())
                        .map(waypoint -> "through waypoint [%s/%s]".formatted(waypoint.namespace(), waypoint.name()))
                        .orElse("through its waypoint")
                : "from namespaces %s".formatted(callers);
    }

    /** Returns why it is not known for whom the other is. */
    private Optional<String> assumed(GenericKubernetesResource user) {
        return MeshDefaults.of(sandbox.survey()).unknown().filter(unknown -> Visibility.isUsual(user));
    }

    private static List<VirtualRule> all(List<VirtualRule> some, List<VirtualRule> more) {
        return Stream.concat(some.stream(), more.stream()).toList();
    }

    /**
     * Returns the route in the slot of a VirtualService.
     *
     * @param prefix what Istio puts before the names of the rules in the slot
     */
    List<SandboxRoute> inSlot(List<VirtualRule> rules, GenericKubernetesResource user, String prefix) {
        List<ObjectNode> keyed = copy.keyedAtGateways(rules, sandbox.firstRule(service));
        GenericKubernetesResource slot = objects.slot(namespace(), keyed, user);
        return List.of(route(
                slot,
                shown(keyed).stream().map(prefix::concat).toList(),
                0,
                sentence(
                        slot,
                        keyed,
                        ", by the rules of %s with the key added, in whose slot it stands with those of other sandboxes"
                                .formatted(SandboxRoute.title(user)))));
    }

    /** The spellings of the other: Istio answers for some of them alone. One for all names becomes that of the Service. */
    private List<String> hosts(GenericKubernetesResource user) {
        String domain = ClusterDomain.of(sandbox.survey());
        return VirtualServiceAttachments.spellings(user, service, sandbox.survey()).stream()
                .map(host -> host.isWildcard() ? name() : host.in(namespace(), domain))
                .distinct()
                .toList();
    }

    /**
     * Returns the sandbox's own object, and after it the one that leads to it.
     *
     * @param rules what is said of requests to the Service without us
     * @param how by which rules the sandbox's own decides, as a part of a sentence
     * @param rest what the shared object does with all other requests, as the end of a sentence
     */
    private List<SandboxRoute> behindRoot(
            List<VirtualRule> rules,
            String how,
            List<GenericKubernetesResource> sources,
            GenericKubernetesResource root,
            String rest) {
        List<ObjectNode> keyed = copy.keyed(rules, sandbox.firstRule(service));
        GenericKubernetesResource delegate = objects.delegate(keyed, sources);
        return List.of(
                route(delegate, shown(keyed), 0, sentence(delegate, keyed, how)),
                route(
                        root,
                        List.of(),
                        1,
                        "VirtualService %s, which all sandboxes on Service %s share, leads to it first%s"
                                .formatted(root.getMetadata().getName(), name(), rest)));
    }

    private SandboxRoute route(GenericKubernetesResource object, List<String> shown, int turn, String sentence) {
        return new SandboxRoute(object, name(), shown, new RouteAudience(Optional.empty(), Set.of()), turn, sentence);
    }

    private String sentence(GenericKubernetesResource object, List<ObjectNode> keyed, String how) {
        return "VirtualService %s sends requests with the key to Service %s to the fork%s%s"
                .formatted(object.getMetadata().getName(), name(), VirtualNoStore.in(keyed) ? NoStore.SAID : "", how);
    }

    /** Proxies are not told of rules for other ports, and for callers with other labels or in other namespaces (route.go: sourceMatchHTTP). */
    private List<String> shown(List<ObjectNode> keyed) {
        return keyed.stream()
                .filter(this::isForAllCallers)
                .map(rule -> rule.path("name").asText())
                .toList();
    }

    private boolean isForAllCallers(ObjectNode rule) {
        for (JsonNode match : rule.path("match")) {
            if (VirtualMatches.isForAllPods(match)
                    && (!match.has("port") || ports.contains(match.path("port").asInt()))) {
                return true;
            }
        }
        return false;
    }

    private String name() {
        return service.getMetadata().getName();
    }

    private String namespace() {
        return service.getMetadata().getNamespace();
    }

    /** Istio writes no status to a VirtualService: that its webhook has let it in is all that can be known. */
    static RouteAcceptance acceptance() {
        return new RouteAcceptance.Accepted("istio.io/validation");
    }
}
