// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.proxy;

import dev.spurline.cluster.ClusterSpec.Mesh;
import dev.spurline.embedded.internal.mesh.config.MeshConfig;
import dev.spurline.embedded.internal.mesh.config.MeshPeer;
import dev.spurline.embedded.internal.mesh.config.MeshService;
import dev.spurline.embedded.internal.mesh.config.PodEndpoint;
import dev.spurline.embedded.internal.mesh.config.ProxySettings;
import dev.spurline.embedded.internal.mesh.routing.ServicePort;
import dev.spurline.embedded.internal.threads.NamedVertx;
import io.netty.channel.EventLoopGroup;
import io.vertx.core.CompositeFuture;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import io.vertx.core.net.SocketAddress;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** All proxies of one mesh: they share event loops, configuration and turns of load balancing. */
public final class DataPlane implements AutoCloseable {

    static final String LOOPBACK = "127.0.0.1";

    private static final int LOOPS = Math.max(2, Runtime.getRuntime().availableProcessors());

    private final Vertx vertx = NamedVertx.start("spurline-mesh-", LOOPS, 1);
    private final Supplier<MeshConfig> config;
    private final Supplier<MeshConfig> network;
    private final SocketAddress apiServer;
    private final LoadBalancer balancer = new LoadBalancer();
    private final Set<OpenConnections> connections = ConcurrentHashMap.newKeySet();
    private final Map<String, ProxyTelemetry> telemetry = new ConcurrentHashMap<>();
    private final Map<String, Map<MeshPeer, ProxyTelemetry>> waypoints = new ConcurrentHashMap<>();

    /**
     * Starts without any proxy.
     *
     * @param config gives what the proxies have been told of
     * @param network gives what there is, by which connections go that no proxy routes
     * @param apiServer where the Service {@code kubernetes} leads
     */
    public DataPlane(Supplier<MeshConfig> config, Supplier<MeshConfig> network, SocketAddress apiServer) {
        this.config = config;
        this.network = network;
        this.apiServer = apiServer;
    }

    /** Starts the proxy of a pod. */
    public SidecarProxy proxy(MeshPeer peer) {
        return proxy(peer, ProxySettings.NONE);
    }

    /**
     * Starts the proxy of a pod.
     *
     * @param settings what it counts and shows
     */
    public SidecarProxy proxy(MeshPeer peer, ProxySettings settings) {
        return proxy(peer, CallerKind.SIDECAR, settings);
    }

    /** Starts the proxy of the ingress gateway. */
    public SidecarProxy gateway() {
        return proxy(MeshPeer.ingressGateway(), CallerKind.GATEWAY, ProxySettings.NONE);
    }

    private SidecarProxy proxy(MeshPeer peer, CallerKind kind, ProxySettings settings) {
        ProxyTelemetry counted = telemetry.computeIfAbsent(key(peer), name -> new ProxyTelemetry(peer, settings));
        return new SidecarProxy(this, new ProxyCaller(peer, kind, counted));
    }

    /** Starts what leads a pod without a proxy to Services; nothing counts its requests, nor those that it gets. */
    public SidecarProxy plain(MeshPeer peer) {
        return uncounted(peer, CallerKind.PLAIN);
    }

    /** Starts what leads a pod of Istio's ambient mode to Services; nothing counts its requests, nor those that it gets. */
    public SidecarProxy ambient(MeshPeer peer) {
        return uncounted(peer, CallerKind.AMBIENT);
    }

    /**
     * Starts what leads a pod of a waypoint to Services. It routes for others: what it counts and shows is of their requests.
     *
     * @param name the waypoint, as {@code namespace/name}
     * @param settings what it counts and shows
     */
    public SidecarProxy waypoint(String name, MeshPeer peer, ProxySettings settings) {
        ProxyTelemetry counted = new ProxyTelemetry(peer, settings);
        waypoints
                .computeIfAbsent(name, first -> new ConcurrentSkipListMap<>(Comparator.comparing(MeshPeer::pod)))
                .put(peer, counted);
        return new SidecarProxy(this, new ProxyCaller(peer, CallerKind.PLAIN, counted));
    }

    /** Returns what a pod of the waypoint before a Service counts; its pods take no turns here. */
    Optional<ProxyTelemetry> waypointOf(ServicePort port) {
        return config().waypoint(port).map(waypoints::get).stream()
                .flatMap(pods -> pods.values().stream())
                .findFirst();
    }

    private SidecarProxy uncounted(MeshPeer peer, CallerKind kind) {
        return new SidecarProxy(this, new ProxyCaller(peer, kind, new ProxyTelemetry(peer, ProxySettings.NONE)));
    }

    void forget(MeshPeer peer) {
        telemetry.remove(key(peer));
        waypoints.values().forEach(pods -> pods.remove(peer));
    }

    private static String key(MeshPeer peer) {
        return peer.namespace() + "/" + peer.pod();
    }

    Optional<ProxyTelemetry> telemetry(MeshPeer peer) {
        return Optional.ofNullable(telemetry.get(key(peer)));
    }

    Future<PortListener> listen(ProxyCaller caller, MeshService service, MeshService.Port port) {
        ServicePort target = new ServicePort(service.namespace(), service.name(), port.number());
        if (target.service().equals("default/kubernetes")) {
            return TcpListener.open(this, target, apiServer);
        }
        boolean http = config().mesh() != Mesh.NONE
                && caller.kind() != CallerKind.PLAIN
                && port.protocol() != MeshService.Protocol.TCP
                && !caller.telemetry().settings().skipped().skipsOutbound(port.number(), service.clusterIp());
        return http
                ? HttpListener.open(this, caller, target)
                : TcpListener.open(this, target, () -> endpoints(target, caller));
    }

    /** Returns the place for the connections of one listener; they end with this data plane at the latest. */
    OpenConnections connections() {
        OpenConnections ofListener = new OpenConnections(loops());
        connections.add(ofListener);
        return ofListener;
    }

    Future<Void> close(OpenConnections ofListener) {
        connections.remove(ofListener);
        return ofListener.close();
    }

    EventLoopGroup loops() {
        return ((VertxInternal) vertx).getEventLoopGroup();
    }

    Vertx vertx() {
        return vertx;
    }

    MeshConfig config() {
        return config.get();
    }

    ProxyReplies replies() {
        return ProxyReplies.of(config().mesh());
    }

    /** Returns what connections go by that no proxy routes, as kube-proxy would lead them. */
    MeshConfig network() {
        return network.get();
    }

    /**
     * Says how a caller's requests to a Service go.
     *
     * <p>Source: istio.io/latest/docs/tasks/traffic-management/egress/egress-control, for what a proxy does not know.
     */
    OutboundMode mode(ServicePort port, ProxyCaller caller) {
        return switch (caller.kind()) {
            case PLAIN -> OutboundMode.PASSTHROUGH;
            case GATEWAY -> OutboundMode.KNOWN;
            case AMBIENT -> config().hasWaypoint(port) ? OutboundMode.KNOWN : OutboundMode.PASSTHROUGH;
            case SIDECAR -> {
                if (config().isKnown(port, caller.routeCaller())) {
                    yield OutboundMode.KNOWN;
                }
                yield config().refusesUnknown(caller.routeCaller()) ? OutboundMode.REFUSED : OutboundMode.PASSTHROUGH;
            }
        };
    }

    private List<PodEndpoint> endpoints(ServicePort port, ProxyCaller caller) {
        return switch (mode(port, caller)) {
            case KNOWN -> config().endpoints(port);
            case PASSTHROUGH -> network().endpoints(port);
            case REFUSED -> List.of();
        };
    }

    LoadBalancer balancer() {
        return balancer;
    }

    long later(long millis, Runnable task) {
        return vertx.setTimer(Math.max(1, millis), id -> task.run());
    }

    void cancel(long timer) {
        vertx.cancelTimer(timer);
    }

    /** Returns threads for work that waits. */
    public Executor blocking() {
        return task -> vertx.executeBlocking(() -> {
            task.run();
            return null;
        });
    }

    /** Waits for many, of which some may have failed. */
    static CompositeFuture await(CompositeFuture all) {
        return join(all.otherwiseEmpty().map(any -> all));
    }

    static <T> T join(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while the mesh opened or closed listeners", interrupted);
        } catch (ExecutionException failed) {
            throw new IllegalStateException("The mesh could not open or close a listener", failed.getCause());
        } catch (TimeoutException late) {
            throw new IllegalStateException("The mesh did not open or close its listeners within 30 s", late);
        }
    }

    /** Ends all event loops, with them all listeners. */
    @Override
    public void close() {
        connections.forEach(OpenConnections::close);
        join(vertx.close());
    }
}
