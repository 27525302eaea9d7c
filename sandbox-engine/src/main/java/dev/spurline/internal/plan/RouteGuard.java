// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.plan;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spurline.PreflightException;
import dev.spurline.internal.routing.AttachedRoute;
import dev.spurline.internal.routing.PortForm;
import dev.spurline.internal.routing.ServiceRoutes;
import dev.spurline.internal.survey.CustomKind;
import dev.spurline.internal.survey.Labels;
import dev.spurline.internal.survey.Mesh;
import dev.spurline.internal.survey.Survey;
import dev.spurline.internal.text.Json;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Refuses what no route of ours could join without harm, naming the object and the way out. */
final class RouteGuard {

    private static final String WAYPOINT = "istio.io/use-waypoint";

    private final Survey survey;

    RouteGuard(Survey survey) {
        this.survey = survey;
    }

    void check(Service service, List<Integer> ports, ServiceRoutes attached) {
        mesh(service);
        ports.forEach(port -> additions(service, attached, port));
        virtualServices(service);
        serviceProfiles(service);
    }

    private void mesh(Service service) {
        if (survey.mesh() == Mesh.NONE) {
            throw new PreflightException(
                    "No mesh was found in namespace [%s], so that nothing can tell requests with a key from others: no pod there has a proxy. Label the namespace istio-injection=enabled for Istio, or annotate it linkerd.io/inject=enabled for Linkerd, and restart its workloads"
                            .formatted(service.getMetadata().getNamespace()));
        }
        if (survey.mesh() == Mesh.ISTIO_AMBIENT
                && labelled(service, WAYPOINT, survey).isEmpty()) {
            throw new PreflightException(
                    "%s has no waypoint, without which ambient Istio routes no request: label it, or its namespace, with %s"
                            .formatted(title(service), WAYPOINT));
        }
    }

    /** Returns the value of a label of a Service or, where it has none, of its namespace. */
    static Optional<String> labelled(Service service, String label, Survey survey) {
        Stream<HasMetadata> namespaces = survey.namespaces().stream()
                .filter(namespace -> namespace
                        .getMetadata()
                        .getName()
                        .equals(service.getMetadata().getNamespace()))
                .map(HasMetadata.class::cast);
        return Stream.concat(Stream.of(service), namespaces)
                .map(RouteGuard::labels)
                .filter(labels -> labels.containsKey(label))
                .map(labels -> labels.getOrDefault(label, ""))
                .findFirst();
    }

    private static Map<String, String> labels(HasMetadata object) {
        return Objects.requireNonNullElse(object.getMetadata().getLabels(), Map.of());
    }

    /**
     * On Linkerd a GRPCRoute of whatever namespace takes HTTPRoutes with the same parent out of force: ours would do so, or
     * suffer it, though the callers of that namespace are not those of this part.
     *
     * @param all the routes of the Service, for whichever callers
     */
    void oneKind(Service service, PortForm form, List<AttachedRoute> all) {
        List<AttachedRoute> rivals = all.stream()
                .filter(route -> form.attached().contains(route)
                        || (survey.mesh() == Mesh.LINKERD && route.port().equals(form.port())))
                .toList();
        boolean grpc = rivals.stream().anyMatch(AttachedRoute::grpc);
        if (grpc && !(rivals.stream().allMatch(AttachedRoute::grpc) && form.grpc())) {
            throw new PreflightException(
                    "Port %s of %s has GRPCRoutes and HTTPRoutes at once, of which the mesh follows only one kind: %s. Keep one kind"
                            .formatted(form.ports(), title(service), AttachedRoute.titles(rivals)));
        }
    }

    /**
     * Linkerd adds routes of the callers' namespace to those of the Service's. Where there are none of the latter ours
     * would be the first, and its rule for all other requests would answer what the callers' routes leave to 404.
     */
    private void additions(Service service, ServiceRoutes attached, int port) {
        if (survey.mesh() != Mesh.LINKERD || attached.producers().stream().anyMatch(route -> route.isOn(port))) {
            return;
        }
        List<AttachedRoute> consumers =
                attached.all().stream().filter(route -> route.isOn(port)).toList();
        if (!consumers.isEmpty()) {
            throw new PreflightException(
                    "Port [%d] of %s has routes for callers of some namespaces only (%s), to which Linkerd would add ours: give it a route of its own in the Service's namespace, one rule without matches will do"
                            .formatted(port, title(service), AttachedRoute.titles(consumers)));
        }
    }

    /**
     * Of equal rules Linkerd takes the oldest route's. Our copies for all callers are older than what is made while the
     * sandbox lives: callers in another namespace, who follow their own routes beside those, would meet our copy of the
     * Service's first, though theirs is the older one of the two.
     *
     * @param own the copies for all callers, as far as they are made
     */
    static void refuseOvertaking(Service service, ServiceRoutes attached, List<AttachedRoute> own) {
        for (AttachedRoute theirs : attached.all()) {
            boolean younger = own.stream().anyMatch(copy -> copy.created().compareTo(theirs.created()) <= 0);
            List<AttachedRoute> overtaking = attached.producers().stream()
                    .filter(route -> route.meets(theirs) && route.created().compareTo(theirs.created()) >= 0)
                    .toList();
            if (attached.consumers().containsKey(theirs.namespace()) && younger && !overtaking.isEmpty()) {
                throw new PreflightException(
                        "%s of %s came while the sandbox lived and after that %s, whose copy Linkerd would follow first: begin anew"
                                .formatted(theirs.title(), title(service), AttachedRoute.titles(overtaking)));
            }
        }
    }

    /** What is derived from foreign routes must end when nobody follows them any more, and nothing would end it. */
    static void refuseDerived(Service service, ServiceRoutes attached) {
        if (!attached.all().isEmpty()) {
            throw new PreflightException(
                    "%s has routes of others (%s), from which ours would be derived, and with spurline.anchor=none nothing ends ours when nobody follows those any more: leave spurline.anchor out"
                            .formatted(title(service), AttachedRoute.titles(attached.all())));
        }
    }

    private void virtualServices(Service service) {
        Hosts hosts = new Hosts(service);
        for (GenericKubernetesResource virtual : foreign(CustomKind.VIRTUAL_SERVICE)) {
            JsonNode spec = Json.tree(virtual).path("spec");
            if (inMesh(spec) && anyHost(spec, hosts, virtual)) {
                throw new PreflightException(
                        "%s is routed by VirtualService [%s/%s], beside which Istio follows no HTTPRoute: replace it by an HTTPRoute with the same rules, and keys are added to those"
                                .formatted(
                                        title(service),
                                        virtual.getMetadata().getNamespace(),
                                        virtual.getMetadata().getName()));
            }
        }
    }

    private List<GenericKubernetesResource> foreign(CustomKind kind) {
        return survey.all(kind).stream()
                .filter(object -> !Labels.ofSandbox(object))
                .toList();
    }

    /** A VirtualService for ingress gateways alone does not concern the callers' proxies. */
    private static boolean inMesh(JsonNode spec) {
        JsonNode gateways = spec.path("gateways");
        for (JsonNode gateway : gateways) {
            if (gateway.asText().equals("mesh")) {
                return true;
            }
        }
        return gateways.isEmpty();
    }

    private static boolean anyHost(JsonNode spec, Hosts hosts, GenericKubernetesResource object) {
        for (JsonNode host : spec.path("hosts")) {
            if (hosts.is(host.asText(), object)) {
                return true;
            }
        }
        return false;
    }

    private void serviceProfiles(Service service) {
        if (survey.mesh() != Mesh.LINKERD) {
            return;
        }
        Hosts hosts = new Hosts(service);
        for (GenericKubernetesResource profile : foreign(CustomKind.SERVICE_PROFILE)) {
            if (hosts.exactly(profile.getMetadata().getName(), profile)) {
                throw new PreflightException(
                        "%s has the ServiceProfile [%s/%s], beside which Linkerd follows no HTTPRoute: replace it by an HTTPRoute"
                                .formatted(
                                        title(service),
                                        profile.getMetadata().getNamespace(),
                                        profile.getMetadata().getName()));
            }
        }
    }

    /** Returns why no request to a Service passes its routes, or empty if its callers call its own address. */
    static Optional<String> unrouted(Service service) {
        if ("None".equalsIgnoreCase(service.getSpec().getClusterIP())) {
            return Optional.of("is headless, so that its callers connect to the pods themselves");
        }
        return "ExternalName".equals(service.getSpec().getType())
                ? Optional.of("is of type ExternalName, so that its callers connect to what it names")
                : Optional.empty();
    }

    /** Refuses a workload whose traffic a controller shifts while it looks on. */
    void controllers(Baseline baseline) {
        for (GenericKubernetesResource canary : foreign(CustomKind.CANARY)) {
            JsonNode target = Json.tree(canary).at("/spec/targetRef");
            if (target.path("name").asText().equals(baseline.workload().name())
                    && baseline.namespace().equals(canary.getMetadata().getNamespace())) {
                throw new PreflightException(
                        "Workload [%s] is shifted by the Canary [%s/%s], which owns its routes: fork a workload that no controller shifts"
                                .formatted(
                                        baseline.workload(),
                                        canary.getMetadata().getNamespace(),
                                        canary.getMetadata().getName()));
            }
        }
        JsonNode shifting = Json.tree(baseline.object()).at("/spec/strategy/canary/trafficRouting");
        if (baseline.object().getKind().equals("Rollout") && !shifting.isMissingNode()) {
            throw new PreflightException(
                    "Workload [%s] shifts its own traffic (strategy.canary.trafficRouting) and owns its routes: fork a workload that no controller shifts"
                            .formatted(baseline.workload()));
        }
    }

    static String title(Service service) {
        return "Service [%s/%s]"
                .formatted(
                        service.getMetadata().getNamespace(),
                        service.getMetadata().getName());
    }
}
