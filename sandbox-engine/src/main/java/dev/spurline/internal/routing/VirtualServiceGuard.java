// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spurline.PreflightException;
import dev.spurline.internal.survey.CustomKind;
import dev.spurline.internal.survey.ServiceMesh;
import dev.spurline.internal.survey.SpurlineLabels;
import dev.spurline.internal.survey.Survey;
import dev.spurline.internal.text.JsonTrees;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.OwnerReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Refuses VirtualServices of others beside which no route of ours is an answer, naming the object and the way out. */
final class VirtualServiceGuard {

    static final Set<CustomKind> GATEWAY_API = new GatewayApiStyle().writes();
    private static final Set<String> CONTROLLERS = Set.of("Canary", "Rollout");

    private final RoutedService service;
    private final SandboxRouting sandbox;

    VirtualServiceGuard(RoutedService service, SandboxRouting sandbox) {
        this.service = service;
        this.sandbox = sandbox;
    }

    /** Returns why no VirtualService of ours is an answer, whatever routes a Service has. */
    static Optional<String> obstacle(SandboxRouting sandbox) {
        if (sandbox.choice() == RoutingChoice.GATEWAY_API || !sandbox.choice().writesRoutes()) {
            return Optional.of(sandbox.choice().reason());
        }
        if (!sandbox.survey().mesh().istio()) {
            return Optional.of("no sidecar of Istio follows one here");
        }
        return sandbox.survey().served(CustomKind.VIRTUAL_SERVICE).isPresent()
                ? Optional.empty()
                : Optional.of("the cluster serves no VirtualService");
    }

    /**
     * Returns by what a Service without a route of others is routed for sandboxes already. Where its owner has deleted a
     * VirtualService and makes it again, sandboxes that changed the kind of their routes each time would hide it at first:
     * callers in the namespace follow an HTTPRoute rather than a public VirtualService, measured.
     */
    static Optional<String> shared(RoutedService service, SandboxRouting sandbox) {
        return obstacle(sandbox).isPresent()
                ? Optional.empty()
                : SharedRoute.on(service.service(), sandbox.survey())
                        .map(shared ->
                                "sandboxes share %s on it already".formatted(SandboxRoute.title(shared.object())));
    }

    /**
     * Checks what the callers follow.
     *
     * @throws PreflightException if nothing of ours can stand beside it
     */
    void check(FollowedVirtualServices followed) {
        refuseForeignOfThatName();
        refuseOtherKinds(followed.all());
        refuseSeveralAtWaypoint();
        followed.all().forEach(this::refuseControlled);
        if (!sandbox.anchored()) {
            GatewayApiGuard.refuseDerived(service.service(), service.attached().of(Set.of(CustomKind.VIRTUAL_SERVICE)));
        }
    }

    /** Sandboxes of all engines meet at one name. */
    private void refuseForeignOfThatName() {
        ObjectMeta on = service.service().getMetadata();
        String name = sandbox.names().shared(on.getName());
        sandbox.survey().all(CustomKind.VIRTUAL_SERVICE).stream()
                .filter(object -> object.getMetadata().getName().equals(name)
                        && object.getMetadata().getNamespace().equals(on.getNamespace()))
                .filter(object -> !SpurlineLabels.shared(object))
                .findFirst()
                .ifPresent(object -> {
                    throw new PreflightException(
                            "%s has the name of the one that sandboxes on %s share, and Spurline has not made it, as it lacks the label [%s]: give it another name"
                                    .formatted(SandboxRoute.title(object), service.title(), SpurlineLabels.SHARED));
                });
    }

    /** Returns the routes of others of the other group of kinds. */
    List<AttachedRoute> ofGatewayApi() {
        return service.attached().of(GATEWAY_API).all();
    }

    /** Which of them a caller follows depends on its namespace and their age, measured: callers would see different rules. */
    private void refuseOtherKinds(List<AttachedRoute> followed) {
        List<AttachedRoute> others = ofGatewayApi();
        if (!others.isEmpty()) {
            throw new PreflightException(
                    "%s has %s and %s at once, of which each caller follows one kind alone: keep one kind"
                            .formatted(service.title(), AttachedRoute.titles(followed), AttachedRoute.titles(others)));
        }
    }

    /** A waypoint of Istio 1.30 or newer joins them, one before that follows the first (buildWaypointInboundHTTPRouteConfig). */
    private void refuseSeveralAtWaypoint() {
        List<AttachedRoute> all = FollowedVirtualServices.candidates(service, sandbox);
        if (sandbox.survey().mesh() == ServiceMesh.ISTIO_AMBIENT && all.size() > 1) {
            throw new PreflightException(
                    "%s is routed at its waypoint by %s, of which it follows all or the first, depending on the release of Istio: put their rules into one VirtualService"
                            .formatted(service.title(), AttachedRoute.titles(all)));
        }
    }

    /**
     * Beside routes of the Gateway API a root would be followed by some callers, and those by others. Sandboxes whose engines
     * choose by themselves come to share the root, too.
     */
    void refuseGatewayApi() {
        refuseForeignOfThatName();
        List<AttachedRoute> others = new ArrayList<>(ofGatewayApi());
        service.attached().of(GATEWAY_API).ofSandboxes().stream()
                .filter(route -> sandbox.choice() != RoutingChoice.AUTO)
                .filter(route -> !SpurlineLabels.on(route.object(), SpurlineLabels.SANDBOX)
                        .equals(sandbox.key().value()))
                .forEach(others::add);
        if (!others.isEmpty()) {
            throw new PreflightException(
                    "%s is routed by %s, beside which only some callers follow a VirtualService: leave spurline.routing out, for all engines"
                            .formatted(service.title(), AttachedRoute.titles(others)));
        }
    }

    /**
     * Where the VirtualService that callers follow says nothing of a port, they follow the next one there (httproute.go: no
     * routes matched), which ours would hide.
     */
    void refuseFurther(FollowedVirtualServices followed) {
        List<AttachedRoute> further = followed.further();
        if (!further.isEmpty()) {
            throw new PreflightException(
                    "%s says nothing of some ports of %s, where its callers may follow %s instead: let one VirtualService be for all ports"
                            .formatted(
                                    AttachedRoute.titles(followed.all()),
                                    service.title(),
                                    AttachedRoute.titles(further)));
        }
    }

    /** Returns what shifts traffic with a VirtualService. */
    static Optional<String> controller(GenericKubernetesResource object, Survey survey) {
        Stream<String> owners = object.getMetadata().getOwnerReferences().stream()
                .filter(owner -> CONTROLLERS.contains(owner.getKind()))
                .map(VirtualServiceGuard::title);
        Stream<String> rollouts = survey.all(CustomKind.ROLLOUT).stream()
                .filter(rollout -> shifts(rollout, object))
                .map(SandboxRoute::title);
        return Stream.concat(owners, rollouts).findFirst();
    }

    private void refuseControlled(AttachedRoute route) {
        controller(route.object(), sandbox.survey()).ifPresent(controller -> {
            throw new PreflightException(
                    "%s of %s is written by %s, which shifts traffic with it: fork a workload that no controller shifts"
                            .formatted(route.title(), service.title(), controller));
        });
    }

    private static String title(OwnerReference owner) {
        return "%s [%s]".formatted(owner.getKind(), owner.getName());
    }

    /** Argo Rollouts names the VirtualServices, as {@code name} or {@code name.namespace}. */
    private static boolean shifts(GenericKubernetesResource rollout, GenericKubernetesResource virtual) {
        JsonNode istio = JsonTrees.tree(rollout).at("/spec/strategy/canary/trafficRouting/istio");
        Set<String> names = Stream.concat(
                        istio.path("virtualServices").findValuesAsText("name").stream(),
                        Stream.of(istio.at("/virtualService/name").asText()))
                .map(name -> name.contains(".")
                        ? name
                        : name + "." + rollout.getMetadata().getNamespace())
                .collect(Collectors.toSet());
        return names.contains(
                virtual.getMetadata().getName() + "." + virtual.getMetadata().getNamespace());
    }

    /**
     * Returns the VirtualService that all callers follow.
     *
     * @throws PreflightException if they follow several, or some none
     */
    GenericKubernetesResource only(FollowedVirtualServices followed) {
        List<AttachedRoute> all = followed.all();
        if (all.size() > 1
                || followed.byCaller().size() < sandbox.callers(service).size()) {
            throw new PreflightException(
                    "Callers of %s follow different VirtualServices: %s. Let one VirtualService be for all of them"
                            .formatted(service.title(), byCaller(followed)));
        }
        return all.get(0).object();
    }

    private String byCaller(FollowedVirtualServices followed) {
        return sandbox.callers(service).stream()
                .map(caller -> "those in namespace [%s] %s"
                        .formatted(
                                caller,
                                Optional.ofNullable(followed.byCaller().get(caller))
                                        .map(AttachedRoute::title)
                                        .orElse("none")))
                .collect(Collectors.joining(", "));
    }
}
