// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh;

import dev.spurline.cluster.ClusterSpec.IstioRelease;
import dev.spurline.cluster.ClusterSpec.Mesh;
import dev.spurline.embedded.internal.mesh.config.InjectionPolicy;
import dev.spurline.embedded.internal.mesh.config.MeshConfig;
import dev.spurline.embedded.internal.mesh.config.MeshPeer;
import dev.spurline.embedded.internal.mesh.config.MeshService;
import dev.spurline.embedded.internal.mesh.config.MeshSettings;
import dev.spurline.embedded.internal.mesh.config.MeshWatch;
import dev.spurline.embedded.internal.mesh.config.ProxySettings;
import dev.spurline.embedded.internal.mesh.config.RouteStatusWriter;
import dev.spurline.embedded.internal.mesh.config.Waypoints;
import dev.spurline.embedded.internal.mesh.proxy.AdminServer;
import dev.spurline.embedded.internal.mesh.proxy.CallerKind;
import dev.spurline.embedded.internal.mesh.proxy.DataPlane;
import dev.spurline.embedded.internal.mesh.proxy.IngressGateway;
import dev.spurline.embedded.internal.mesh.proxy.SidecarProxy;
import dev.spurline.embedded.internal.mesh.routing.ServicePort;
import dev.spurline.embedded.internal.node.machine.PodNetwork;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.vertx.core.net.SocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The service mesh of one cluster: a proxy for each attached pod that is injected and one for the ingress gateway. */
public final class MeshProxies implements PodNetwork, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(MeshProxies.class);
    private static final String API_NAMESPACE = "default";
    private static final String API_NAME = "kubernetes";
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final KubernetesClient client;
    private final InjectionPolicy injection;
    private final Mesh mesh;
    private final MeshWatch watch;
    private final Optional<RouteStatusWriter> statuses;
    private final DataPlane plane;
    private final SidecarProxy gateway;
    private final IngressGateway gatewayPods;
    private final AtomicInteger injected = new AtomicInteger();
    private final AtomicInteger plain = new AtomicInteger();

    private MeshProxies(KubernetesClient client, MeshSettings settings, URI api) {
        this.client = client;
        this.mesh = settings.mesh();
        this.injection = settings.injection();
        watch = MeshWatch.start(client, settings);
        statuses = settings.hasRoutes() ? Optional.of(RouteStatusWriter.start(client, watch)) : Optional.empty();
        plane = new DataPlane(watch::config, watch::newest, address(api));
        gateway = plane.gateway();
        gatewayPods = new IngressGateway(plane);
    }

    /**
     * Starts the mesh of a cluster.
     *
     * @param client reaches the cluster's API; stays the caller's to close
     * @param mesh whose rules apply
     */
    public static MeshProxies start(KubernetesClient client, Mesh mesh) {
        return start(
                client,
                MeshSettings.of(mesh, IstioRelease.V1_30, false),
                URI.create(client.getMasterUrl().toString()));
    }

    /**
     * Starts the mesh of a cluster.
     *
     * @param client reaches the cluster's API; stays the caller's to close
     * @param settings how it behaves
     * @param api where pods find the API
     */
    public static MeshProxies start(KubernetesClient client, MeshSettings settings, URI api) {
        return new MeshProxies(client, settings, api);
    }

    private static SocketAddress address(URI uri) {
        return SocketAddress.inetSocketAddress(uri.getPort() < 0 ? 443 : uri.getPort(), uri.getHost());
    }

    /** From now on the proxies are told of changes after the push delay; until then, at once. */
    public void beginPushDelay() {
        watch.beginDelay();
    }

    @Override
    public NetworkAttachment attach(Pod pod) {
        CompletableFuture<SidecarProxy> started = CompletableFuture.supplyAsync(() -> proxy(pod), plane.blocking());
        List<MeshService> services = reachableBy(pod);
        await(services);
        SidecarProxy proxy = started.join();
        try {
            // Names are looked up by few pods, and open what they lead to: each listener takes a descriptor of the
            // machine.
            List<MeshService> visible = visibleTo(pod, services);
            proxy.open(visible);
            Optional<AdminServer> admin =
                    proxy.hasPages() ? Optional.of(AdminServer.open(plane, proxy)) : Optional.empty();
            ServiceNames names = new ServiceNames(watch, plane, proxy);
            GatewayPorts ports = new GatewayPorts(pod, watch::newest, gatewayPods);
            return new AttachedPod(mesh, proxy, admin, names, ports, ServiceEnvironment.of(visible, proxy::localPort));
        } catch (RuntimeException failed) {
            proxy.close();
            throw failed;
        }
    }

    private SidecarProxy proxy(Pod pod) {
        Namespace namespace =
                client.namespaces().withName(pod.getMetadata().getNamespace()).get();
        if (namespace != null && injection.injects(pod, namespace)) {
            injected.incrementAndGet();
            return plane.proxy(MeshPeer.of(pod), ProxySettings.of(pod, injection.inherited(namespace), mesh, client));
        }
        if (namespace != null && injection.isAmbient(pod, namespace)) {
            injected.incrementAndGet();
            return plane.ambient(MeshPeer.of(pod));
        }
        Optional<String> waypoint = Waypoints.ofPod(pod.getMetadata().getNamespace(), labels(pod));
        if (mesh == Mesh.ISTIO && waypoint.isPresent()) {
            return plane.waypoint(waypoint.get(), MeshPeer.of(pod), ProxySettings.of(pod, Map.of(), mesh, client));
        }
        plain.incrementAndGet();
        return plane.plain(MeshPeer.of(pod));
    }

    private static Map<String, String> labels(Pod pod) {
        return Objects.requireNonNullElse(pod.getMetadata().getLabels(), Map.of());
    }

    /** Says how to ask for proxies, if pods have come but none that asks for one: a mesh would then be there for nothing. */
    public void warnIfNoneIsInjected() {
        if (mesh != Mesh.NONE && plain.get() > 0 && injected.get() == 0) {
            LOG.warn(
                    "No pod of the blueprint asks for a proxy of {}, so that requests with a routing key go where all others go: {} in the manifests, as on a real cluster, or let the blueprint say injectByDefault(), or mesh(Mesh.NONE) if that is meant",
                    mesh,
                    injection.howToAsk());
        }
    }

    /** A proxy has the Services of its namespace, whatever stands in the environment, and {@code kubernetes}. */
    private List<MeshService> reachableBy(Pod pod) {
        Map<String, MeshService> byName = new LinkedHashMap<>();
        watch.newest().service(API_NAMESPACE, API_NAME).ifPresent(api -> byName.put(api.name(), api));
        client.services().inNamespace(pod.getMetadata().getNamespace()).list().getItems().stream()
                .map(service -> MeshService.of(service, watch.config().mesh()))
                .filter(MeshService::hasClusterIp)
                .forEach(service -> byName.put(service.name(), service));
        return List.copyOf(byName.values());
    }

    /** The kubelet's rule: all of them, unless the pod wants no others than {@code kubernetes}. */
    private static List<MeshService> visibleTo(Pod pod, List<MeshService> reachable) {
        return Boolean.FALSE.equals(pod.getSpec().getEnableServiceLinks())
                ? reachable.stream()
                        .filter(service -> service.namespace().equals(API_NAMESPACE)
                                && service.name().equals(API_NAME))
                        .toList()
                : reachable;
    }

    /** A Service that the API has is soon known here too; a pod must not meet the gap. Names do not wait for a push. */
    private void await(Collection<MeshService> services) {
        try {
            boolean known = watch.awaitNewest(
                    config -> services.stream()
                            .allMatch(service -> config.service(service.namespace(), service.name())
                                    .isPresent()),
                    PATIENCE);
            if (!known) {
                LOG.warn("The mesh's view of Services is more than {} behind", PATIENCE);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Waits until the proxies know a ready endpoint for every port of a Service.
     *
     * @return whether they knew in time
     */
    public boolean awaitEndpoints(String namespace, String name, Duration limit) {
        Predicate<MeshConfig> reachable = config -> config.service(namespace, name)
                .filter(service -> service.ports().stream()
                        .map(port -> new ServicePort(namespace, name, port.number()))
                        .noneMatch(port -> config.endpoints(port).isEmpty()))
                .isPresent();
        try {
            return watch.newest().discovers(namespace)
                    ? watch.await(reachable, limit)
                    : watch.awaitNewest(reachable, limit);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /**
     * Opens a Service at the ingress gateway, if it is not open there already.
     *
     * @return where to reach its first TCP port, or empty if there is no such Service
     */
    public Optional<URI> ingress(String namespace, String name) {
        return Optional.ofNullable(
                        client.services().inNamespace(namespace).withName(name).get())
                .map(service -> MeshService.of(service, watch.config().mesh()))
                .flatMap(service -> service.ports().stream()
                        .filter(port -> port.transport().equals("TCP"))
                        .findFirst()
                        .map(port -> ingress(service, port)));
    }

    /**
     * Opens a port of a Gateway, of Istio or of the Gateway API, if it is not open already.
     *
     * @return where to reach it; empty if there is no such Gateway, or none of its servers takes HTTP without TLS there
     */
    public Optional<URI> gateway(String namespace, String name, int port) {
        try {
            watch.awaitNewest(config -> !config.gateways(namespace, name).isEmpty(), PATIENCE);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        return watch.newest().gateways(namespace, name).stream()
                .filter(gateway -> gateway.opens(port))
                .findFirst()
                .map(gateway -> URI.create("http://127.0.0.1:" + gatewayPods.localPort(gateway.selector(), port)));
    }

    private synchronized URI ingress(MeshService service, MeshService.Port port) {
        await(List.of(service));
        gateway.open(List.of(service));
        int local = gateway.localPort(new ServicePort(service.namespace(), service.name(), port.number()));
        return URI.create("http://127.0.0.1:" + local);
    }

    @Override
    public void close() {
        statuses.ifPresent(RouteStatusWriter::close);
        watch.close();
        plane.close();
    }

    private record AttachedPod(
            Mesh mesh,
            SidecarProxy proxy,
            Optional<AdminServer> admin,
            ServiceNames serviceNames,
            GatewayPorts gatewayPorts,
            Map<String, String> serviceEnvironment)
            implements NetworkAttachment {

        private AttachedPod {
            serviceEnvironment = Map.copyOf(Objects.requireNonNull(serviceEnvironment));
        }

        @Override
        public Map<Integer, Integer> proxyPorts() {
            Map<Integer, Integer> ports = new HashMap<>(gatewayPorts.open());
            admin.ifPresent(open -> ports.putAll(open.ports()));
            return ports;
        }

        @Override
        public Map<String, String> annotations() {
            return proxy.kind() == CallerKind.SIDECAR ? annotationsOfProxy() : Map.of();
        }

        private Map<String, String> annotationsOfProxy() {
            return switch (mesh) {
                case ISTIO ->
                    Map.of(
                            "sidecar.istio.io/status",
                            "{\"containers\":[\"istio-proxy\"]}",
                            // Its proxy is no container, whose image would tell which Istio is played.
                            "sidecar.istio.io/proxyImage",
                            "istio/proxyv2:1.31.0");
                case LINKERD -> proxy.linkerdAnnotations();
                case ENVOY, NONE -> Map.of();
            };
        }

        @Override
        public void probed(int port) {
            if (proxy.kind() == CallerKind.SIDECAR) {
                proxy.telemetry().countProbe(mesh, port);
            }
        }

        @Override
        public void names(Consumer<Map<String, String>> listener) {
            serviceNames.tell(listener);
        }

        @Override
        public void close() {
            serviceNames.close();
            admin.ifPresent(AdminServer::close);
            proxy.close();
        }
    }
}
