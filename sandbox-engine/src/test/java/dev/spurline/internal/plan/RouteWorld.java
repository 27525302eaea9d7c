// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.plan;

import dev.spurline.ForkSpec;
import dev.spurline.PreflightException;
import dev.spurline.RoutingKey;
import dev.spurline.SandboxSpec;
import dev.spurline.Settings;
import dev.spurline.internal.routing.ModelRequest;
import dev.spurline.internal.routing.ServicePorts;
import dev.spurline.internal.routing.StyleModel;
import dev.spurline.internal.routing.StyleModels;
import dev.spurline.internal.survey.CustomKind;
import dev.spurline.internal.survey.ServiceMesh;
import dev.spurline.internal.survey.Survey;
import dev.spurline.internal.text.JsonTrees;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServicePortBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A namespace {@code shop} with random Services, among them {@code pricing}, which is to be forked, and random routes of others
 * on them, in the namespace and in those of callers.
 */
public final class RouteWorld {

    /** Where callers are: in the Service's namespace, in one that may be joined, in one that may not, and in another. */
    public static final List<String> CALLERS = List.of("shop", "web", "far", "elsewhere");

    static final RoutingKey KEY = PlanTestCase.KEY;

    private static final List<String> PROTOCOLS =
            Arrays.asList(null, null, null, "http", "kubernetes.io/h2c", "grpc", "tcp");

    private final ServiceMesh mesh;
    private final Random random;
    private final List<Service> services = new ArrayList<>();
    private final StyleModel model;
    private final Set<CustomKind> more;
    private final StyleModel.RouteWriter routes;

    /** Makes the Services, and what writes routes of some style. */
    public RouteWorld(ServiceMesh mesh, Random random) {
        this(mesh, random, () -> StyleModels.any(random, mesh), Set.of());
    }

    /** Makes the Services of a cluster in which sandboxes may share what they write, and may have HTTPRoutes. */
    public static RouteWorld ofSharedRoutes(Random random) {
        return new RouteWorld(
                ServiceMesh.ISTIO,
                random,
                () -> StyleModels.anyShared(random),
                random.nextBoolean() ? Set.of(CustomKind.HTTP_ROUTE) : Set.of());
    }

    private RouteWorld(ServiceMesh mesh, Random random, Supplier<StyleModel> models, Set<CustomKind> more) {
        this.mesh = mesh;
        this.more = more;
        this.random = random;
        List<Integer> numbers = new ArrayList<>(List.of(80, 81, 9090));
        Collections.shuffle(numbers, random);
        List<ServicePort> ports =
                numbers.stream().limit(1 + random.nextInt(3)).map(this::port).toList();
        services.add(service("pricing", "pricing", ports, false));
        if (mesh == ServiceMesh.LINKERD && random.nextInt(3) == 0) {
            services.get(0).getMetadata().setAnnotations(Map.of("timeout.linkerd.io/request", "7s"));
        }
        if (random.nextInt(3) == 0) {
            services.add(service("pricing-headless", "pricing", ports, true));
        }
        if (random.nextInt(3) == 0) {
            services.add(service("front", "front", ports, random.nextInt(4) == 0));
        }
        this.model = models.get();
        this.routes = model.writer(
                random, mesh, ports.stream().map(ServicePort::getPort).toList());
    }

    private ServicePort port(int number) {
        String prefix = List.of("p", "p", "http", "grpc", "tcp").get(random.nextInt(5));
        return new ServicePortBuilder()
                .withName(prefix + "-" + number)
                .withPort(number)
                .withAppProtocol(PROTOCOLS.get(random.nextInt(PROTOCOLS.size())))
                .build();
    }

    private static Service service(String name, String app, List<ServicePort> ports, boolean headless) {
        return new ServiceBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace("shop")
                .endMetadata()
                .withNewSpec()
                .withClusterIP(headless ? "None" : "10.96.0.1")
                .withSelector(Map.of("app", app))
                .withPorts(ports)
                .endSpec()
                .build();
    }

    /** Returns the Services of {@code shop}. */
    public List<Service> services() {
        return List.copyOf(services);
    }

    /** Returns the ports of a Service on which the mesh reads requests: on others nothing is decided by routes. */
    public List<Integer> requestPorts(Service service) {
        return new ServicePorts(mesh)
                .of(service).stream()
                        .filter(ServicePorts.Port::http)
                        .map(ServicePorts.Port::number)
                        .toList();
    }

    /** Returns whether a Service stands before the fork's baseline. */
    boolean forked(String service) {
        return services.stream()
                .anyMatch(known -> known.getMetadata().getName().equals(service)
                        && "pricing".equals(known.getSpec().getSelector().get("app")));
    }

    /** Returns a request to any of them. */
    public ModelRequest request() {
        return ModelRequest.any(random);
    }

    /** Returns the same request with the key. */
    ModelRequest keyed(ModelRequest request) {
        return request.keyed(KEY.value(), random);
    }

    /** Returns the routes of others. */
    public List<GenericKubernetesResource> foreign() {
        List<GenericKubernetesResource> foreign = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            foreign.add(route("shop", created(7 + random.nextInt(5), 0)));
        }
        for (int i = random.nextInt(3); i > 0; i--) {
            foreign.add(route(elsewhere(), created(7 + random.nextInt(5), 0)));
        }
        return foreign;
    }

    /**
     * Returns the routes of others after one write: a route is gone, is new, or has other rules.
     *
     * @param day the day of the change; routes are first made from the seventh to the eleventh
     */
    public List<GenericKubernetesResource> changed(List<GenericKubernetesResource> old, int day) {
        List<GenericKubernetesResource> changed = new ArrayList<>(old);
        int kind = old.isEmpty() ? 2 : random.nextInt(3);
        if (kind == 0) {
            changed.remove(random.nextInt(old.size()));
        } else if (kind == 1) {
            int place = random.nextInt(old.size());
            changed.set(place, edited(old.get(place)));
        } else {
            changed.add(route(random.nextInt(3) == 0 ? elsewhere() : "shop", created(day, 0)));
        }
        return changed;
    }

    private String elsewhere() {
        return random.nextInt(4) == 0 ? "far" : "web";
    }

    /** Returns the time stamp of a moment in January. */
    public static String created(int day, int second) {
        return "2026-01-%02dT00:00:%02dZ".formatted(day, second);
    }

    private GenericKubernetesResource route(String namespace, String created) {
        String service = random.nextInt(4) > 0
                ? "pricing"
                : services.get(random.nextInt(services.size())).getMetadata().getName();
        return routes.write(namespace, service, created);
    }

    /** An edited route keeps its name, its kind, its age, and whether it is a delegate: decision 0030 says why. */
    private GenericKubernetesResource edited(GenericKubernetesResource route) {
        GenericKubernetesResource other =
                route(route.getMetadata().getNamespace(), route.getMetadata().getCreationTimestamp());
        if (!other.getKind().equals(route.getKind()) || hosts(other) != hosts(route)) {
            return route;
        }
        ObjectMeta metadata = route.getMetadata();
        other.getMetadata().setName(metadata.getName());
        if (metadata.getUid() != null) {
            other.getMetadata().setUid(metadata.getUid());
            other.getMetadata().setGeneration(metadata.getGeneration() + 1);
        }
        return other;
    }

    private static boolean hosts(GenericKubernetesResource route) {
        return JsonTrees.tree(route).path("spec").has("hosts");
    }

    /** Returns the routes as the mesh's controller has them. */
    public List<GenericKubernetesResource> judged(List<GenericKubernetesResource> routes) {
        return model.judged(routes, mesh);
    }

    /**
     * Returns routes with the status of what was there before: the controller has not seen yet what is new.
     *
     * @param before what was there, judged
     */
    public List<GenericKubernetesResource> unjudged(
            List<GenericKubernetesResource> routes, List<GenericKubernetesResource> before) {
        return mesh == ServiceMesh.LINKERD
                ? routes.stream()
                        .map(route -> before.stream()
                                .filter(old -> old.getMetadata().equals(route.getMetadata()))
                                .findFirst()
                                .map(old -> withStatus(route, old))
                                .orElse(route))
                        .toList()
                : routes;
    }

    private static GenericKubernetesResource withStatus(
            GenericKubernetesResource route, GenericKubernetesResource old) {
        GenericKubernetesResource copy =
                JsonTrees.value(JsonTrees.tree(route).deepCopy(), GenericKubernetesResource.class);
        copy.setAdditionalProperty("status", old.getAdditionalProperties().get("status"));
        return copy;
    }

    /** Returns those of the routes that the mesh follows. */
    public List<GenericKubernetesResource> inForce(List<GenericKubernetesResource> routes) {
        return model.inForce(routes, mesh);
    }

    /** Returns how the mesh decides by routes. */
    StyleModel.RouteDecider decider(List<GenericKubernetesResource> routes) {
        return model.decider(mesh, routes);
    }

    /** No image of a sidecar tells which Istio it is. */
    private static Optional<Settings.Value> setting(String name) {
        return name.equals("spurline.istio.shadow") ? Optional.of(new Settings.Value("on", "test")) : Optional.empty();
    }

    /**
     * Plans a sandbox, anew if it has routes already.
     *
     * @param routes all that are there, with their status
     * @throws PreflightException if it is refused
     */
    public SandboxPlan plan(List<GenericKubernetesResource> routes) {
        return plan(KEY, routes);
    }

    /** Does the same for a sandbox with another key. */
    public SandboxPlan plan(RoutingKey key, List<GenericKubernetesResource> routes) {
        List<HasMetadata> objects = new ArrayList<>(PlanTestCase.objects(PlanTestCase.resource("pricing.yaml")));
        objects.removeIf(Service.class::isInstance);
        objects.addAll(services);
        objects.addAll(routes);
        Survey.Builder survey = Survey.of("shop").mesh(mesh).add(objects);
        Stream.concat(model.kinds().stream(), more.stream())
                .forEach(kind -> survey.serves(kind, kind.versions().get(0)));
        SandboxSpec spec = SandboxSpec.builder()
                .fork(ForkSpec.of("pricing").env("DISCOUNT", "10"))
                .build();
        PlanOptions options = new PlanOptions(
                "e1", RouteWorld::setting, List.of("web/app", "far/app", "elsewhere/app"), PlanTestCase.joining("web"));
        return Planner.plan(spec, key, survey.build(), options);
    }
}
