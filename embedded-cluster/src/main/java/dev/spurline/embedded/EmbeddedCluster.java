// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded;

import dev.spurline.cluster.Blueprint;
import dev.spurline.cluster.ClusterException;
import dev.spurline.cluster.ClusterSpec.Mesh;
import dev.spurline.embedded.internal.apiserver.ApiServer;
import dev.spurline.embedded.internal.blueprint.AddedObjects;
import dev.spurline.embedded.internal.blueprint.ClusterClient;
import dev.spurline.embedded.internal.blueprint.ClusterContents;
import dev.spurline.embedded.internal.blueprint.ClusterDescription;
import dev.spurline.embedded.internal.blueprint.ClusterDescription.ServiceName;
import dev.spurline.embedded.internal.blueprint.ClusterParts;
import dev.spurline.embedded.internal.blueprint.RouteDefinition;
import dev.spurline.embedded.internal.controllers.ClusterControllers;
import dev.spurline.embedded.internal.mesh.MeshProxies;
import dev.spurline.embedded.internal.mesh.validation.VirtualServiceValidation;
import dev.spurline.embedded.internal.node.AbandonedNodes;
import dev.spurline.embedded.internal.node.EmbeddedNode;
import dev.spurline.embedded.internal.node.machine.NodeSettings;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Kubernetes cluster with a service mesh inside this JVM, made from a blueprint: an API server on a loopback port,
 * controllers, one node and the mesh. Several can run side by side.
 *
 * <pre>{@code
 * try (EmbeddedCluster cluster = EmbeddedCluster.start(new ShopCluster())) {
 *     URI storefront = cluster.uri("storefront");
 * }
 * }</pre>
 *
 * @since 0.1
 */
public final class EmbeddedCluster implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedCluster.class);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int ATTACHED_RETRIES = 4;

    /** Source: {@code manifests/charts/base/templates/defaultrevision-validatingwebhookconfiguration.yaml} of Istio. */
    private static final String ISTIO_WEBHOOK = "validation.istio.io";

    private final ClusterParts parts;
    private final ClusterDescription description;
    private final ApiAccess access;
    private final MeshProxies mesh;

    private EmbeddedCluster(ClusterParts parts, ClusterDescription description, ApiAccess access, MeshProxies mesh) {
        this.parts = parts;
        this.description = description;
        this.access = access;
        this.mesh = mesh;
    }

    /**
     * Starts a cluster. When this returns, all workloads of the blueprint's manifests are ready; they have 60 s for it, or as
     * long as their probes, {@code minReadySeconds} and {@code progressDeadlineSeconds} take.
     *
     * @param blueprint what the cluster shall be
     * @return the running cluster
     * @throws ClusterException if the blueprint is wrong, or if its workloads do not become ready; the message says
     *     which, why and in what state
     */
    public static EmbeddedCluster start(Blueprint blueprint) {
        return start(blueprint, InstantSource.system());
    }

    /**
     * Starts a cluster.
     *
     * @param creation says what time objects have as their {@code creationTimestamp}
     */
    static EmbeddedCluster start(Blueprint blueprint, InstantSource creation) {
        long begin = System.nanoTime();
        ClusterDescription description = ClusterDescription.of(blueprint);
        ClusterParts parts = new ClusterParts();
        try {
            ApiServer server = parts.own(ApiServer.start(creation));
            EmbeddedCluster cluster = assemble(parts, description, server);
            LOG.info(
                    "Embedded cluster of {} ready in {} ms",
                    blueprint.getClass().getSimpleName(),
                    Duration.ofNanos(System.nanoTime() - begin).toMillis());
            return cluster;
        } catch (RuntimeException e) {
            parts.close();
            throw e;
        }
    }

    /**
     * Runs the node and the mesh of a blueprint against another API server, such as a control plane without nodes. What
     * the blueprint's manifests describe is created where it is missing; what is there already is never written. The node
     * registers under a name of its own and renews its Lease; the API server has to run on this machine, for logs and
     * port-forwards are served on a loopback address. HTTPRoutes are defined there if they are not.
     *
     * <p>Closing removes what was made: objects, pods on the node, the Node and its Lease.
     *
     * @param kubeconfig YAML; its current context leads to the API server, with the rights of an administrator
     * @param blueprint what shall run there
     * @return the attached cluster, when the workloads of its manifests are ready
     * @throws ClusterException if the blueprint is wrong, or if its workloads do not become ready
     */
    public static EmbeddedCluster attach(String kubeconfig, Blueprint blueprint) {
        Config config = Config.fromKubeconfig(kubeconfig);
        // When the API server is gone for good, closing must not wait for it each time.
        config.setRequestRetryBackoffLimit(ATTACHED_RETRIES);
        ClusterDescription description = ClusterDescription.of(blueprint);
        ClusterParts parts = new ClusterParts();
        try {
            ClusterClient client = parts.own(ClusterClient.remote(config));
            EmbeddedCluster cluster = attach(parts, description, client.get(), kubeconfig);
            LOG.info("Node and mesh of {} attached to {}", blueprint.getClass().getSimpleName(), config.getMasterUrl());
            return cluster;
        } catch (RuntimeException e) {
            parts.close();
            throw e;
        }
    }

    private static EmbeddedCluster attach(
            ClusterParts parts, ClusterDescription description, KubernetesClient client, String kubeconfig) {
        ClusterContents contents = ClusterContents.read(description);
        if (description.meshSettings().hasRoutes()) {
            parts.own(RouteDefinition.ensure(client));
        }
        AbandonedNodes.remove(client);
        MeshProxies mesh = parts.own(MeshProxies.start(
                client,
                description.meshSettings(),
                URI.create(client.getMasterUrl().toString())));
        EmbeddedNode node = parts.own(EmbeddedNode.start(client, NodeSettings.attached(), description.images(), mesh));
        parts.own(node::leave);
        contents.add(client, parts.own(new AddedObjects(client)));
        // The API server's owner gives tokens there, not we.
        ApiAccess access = new ApiAccess(kubeconfig, account -> Optional.empty(), Optional.empty());
        return running(parts, contents, description, client, access, mesh);
    }

    private static EmbeddedCluster assemble(ClusterParts parts, ClusterDescription description, ApiServer server) {
        description.audit().forEach(server::audit);
        ClusterContents contents = ClusterContents.read(description);
        if (description.meshSettings().mesh() == Mesh.ISTIO) {
            server.validate(VirtualServiceValidation.RESOURCE, ISTIO_WEBHOOK, VirtualServiceValidation::error);
        }
        ClusterClient client = parts.own(ClusterClient.inProcess(server::inProcess, server.authority()));
        var applied = parts.begin(() -> contents.apply(client.get()));
        var controllers = parts.begin(() -> parts.own(ClusterControllers.start(client.get())));
        MeshProxies mesh =
                parts.own(MeshProxies.start(client.get(), description.meshSettings(), URI.create(server.url())));
        EmbeddedNode node = parts.own(EmbeddedNode.start(client.get(), description.images(), mesh));
        server.plainKubelet(node.name(), node.openPlainPort());
        ClusterParts.await(controllers);
        ClusterParts.await(applied);
        ApiAccess access = new ApiAccess(
                server.kubeconfig(),
                account -> server.kubeconfig(account.namespace(), account.name()),
                Optional.of(server));
        EmbeddedCluster cluster = running(parts, contents, description, client.get(), access, mesh);
        cluster.engineKubeconfig();
        return cluster;
    }

    private static EmbeddedCluster running(
            ClusterParts parts,
            ClusterContents contents,
            ClusterDescription description,
            KubernetesClient client,
            ApiAccess access,
            MeshProxies mesh) {
        contents.awaitReady(client);
        contents.backedServices().forEach(service -> requireReachable(mesh, service));
        mesh.warnIfNoneIsInjected();
        EmbeddedCluster cluster = new EmbeddedCluster(parts, description, access, mesh);
        description.ingress().forEach(service -> mesh.ingress(service.namespace(), service.name()));
        mesh.beginPushDelay();
        return cluster;
    }

    private static void requireReachable(MeshProxies mesh, ServiceName service) {
        if (!mesh.awaitEndpoints(service.namespace(), service.name(), PATIENCE)) {
            throw new ClusterException(
                    "Service [%s] has no ready endpoint for each of its ports after %d s, though its workload is ready: compare its targetPort with the ports of the pods"
                            .formatted(service, PATIENCE.toSeconds()));
        }
    }

    /**
     * Returns a kubeconfig whose current context leads to this cluster as its administrator.
     *
     * @return YAML
     */
    public String kubeconfig() {
        return access.kubeconfig();
    }

    /**
     * Returns a kubeconfig whose current context leads to this cluster as a ServiceAccount, with no more rights than the
     * account's Roles give.
     *
     * @param serviceAccount the name of a ServiceAccount, or {@code namespace/name}
     * @return YAML
     * @throws ClusterException if there is no such account
     */
    public String kubeconfig(String serviceAccount) {
        return kubeconfig(description.service(serviceAccount));
    }

    private String kubeconfig(ServiceName account) {
        return access.account()
                .apply(account)
                .orElseThrow(() -> new ClusterException(
                        "ServiceAccount [%s] does not exist: add it and its RoleBinding to the manifests of the blueprint"
                                .formatted(account)));
    }

    /** Returns the kubeconfig that the blueprint gives to engines of this process. */
    String engineKubeconfig() {
        return plain(description.serviceAccount().map(this::kubeconfig).orElseGet(this::kubeconfig));
    }

    /** Returns a kubeconfig of this cluster that leads to it without TLS, unless the API server is somebody else's. */
    String plain(String kubeconfig) {
        return access.server().map(server -> server.plain(kubeconfig)).orElse(kubeconfig);
    }

    /**
     * Lets a hook refuse or change what is written to this cluster, as an admission webhook would. It is asked about all
     * writes, those of the cluster's own controllers included, and by several threads at once; it may block, and may call
     * the cluster. Several hooks are asked in the order in which they were added.
     *
     * <pre>{@code
     * try (EmbeddedCluster cluster = EmbeddedCluster.start(new ShopCluster());
     *         AdmissionHook hook = cluster.admission(request -> request.resource().equals("secrets")
     *                 ? AdmissionVerdict.refuse(403, "no secrets here")
     *                 : AdmissionVerdict.allow())) {
     *     // Whoever writes a Secret now is refused.
     * }
     * }</pre>
     *
     * @param hook decides about a write
     * @return what ends that
     * @throws ClusterException if this is an attached cluster, whose API server is somebody else's
     */
    public AdmissionHook admission(Function<AdmissionRequest, AdmissionVerdict> hook) {
        ApiServer server = access.server()
                .orElseThrow(() -> new ClusterException(
                        "An attached cluster takes no admission hooks: register a webhook with its API server"));
        return server.admission(new JsonHook(hook))::close;
    }

    /** Returns the namespace of manifests that name none. */
    public String namespace() {
        return description.namespace();
    }

    /**
     * Returns where a Service can be entered from outside, as at an ingress gateway.
     *
     * @param service the name of a Service that the blueprint has opened with {@code ingress}, or {@code namespace/name}
     * @return a base URI, without path
     * @throws ClusterException if the Service is not open
     */
    public URI uri(String service) {
        ServiceName name = description.service(service);
        return entry(name.namespace(), name.name())
                .orElseThrow(() -> new ClusterException(
                        "Service [%s] is not open at the ingress gateway: add [.ingress(\"%s\")] to the blueprint; open are %s"
                                .formatted(name, service, description.ingress())));
    }

    /**
     * Returns where a Gateway of Istio, or one of the Gateway API whose class is {@code istio}, can be entered. A request
     * is routed by its {@code Host}: by the VirtualServices that are bound to the Gateway and to others that select the
     * same pods, which run in the namespace {@code istio-system}, or by the HTTPRoutes whose parent the Gateway is.
     *
     * @param gateway the name of a Gateway in {@link #namespace()}, or {@code namespace/name}
     * @param port the number of a port of its servers
     * @return a base URI, without path
     * @throws ClusterException if there is no such Gateway 5 s later, or none of its servers takes HTTP without TLS at
     *     that port
     */
    public URI gateway(String gateway, int port) {
        ServiceName name = description.service(gateway);
        return mesh.gateway(name.namespace(), name.name(), port)
                .orElseThrow(() -> new ClusterException(
                        "Gateway [%s] has no server for HTTP without TLS at port [%d]: the embedded mesh opens servers and listeners with protocol HTTP, HTTP2 or GRPC of Gateways of Istio and of the Gateway API"
                                .formatted(name, port)));
    }

    Optional<URI> entry(String namespace, String service) {
        return description.ingress().contains(new ServiceName(namespace, service))
                ? mesh.ingress(namespace, service)
                : Optional.empty();
    }

    /** Ends everything that runs in the cluster, and the cluster. No thread, process, port or file is left. */
    @Override
    public void close() {
        parts.close();
    }

    /** How the cluster is reached: by its administrator, and by ServiceAccounts. */
    private record ApiAccess(
            String kubeconfig, Function<ServiceName, Optional<String>> account, Optional<ApiServer> server) {}
}
