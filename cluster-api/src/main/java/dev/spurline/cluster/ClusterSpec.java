// SPDX-License-Identifier: Apache-2.0
package dev.spurline.cluster;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * Takes the description of an embedded cluster. All methods may be called in any order and several times; manifests are
 * applied in the order given.
 *
 * @since 0.1
 */
public interface ClusterSpec {

    /**
     * Adds Kubernetes manifests.
     *
     * @param manifests each either {@code classpath:} and the name of a resource, or a YAML stream itself
     * @return this
     */
    ClusterSpec manifests(String... manifests);

    /**
     * Names the namespace of manifests that name none. It is created if no manifest has it, and asks the mesh for proxies
     * then, as the owners of a shared namespace do whose applications bring no Namespace of their own: with Istio by the
     * label {@code istio-injection: enabled}, with Linkerd by the annotation {@code linkerd.io/inject: enabled}. A
     * Namespace among the manifests decides for itself. Default: {@code default}, which is there and asks for nothing.
     *
     * @param name the name of the namespace
     * @return this
     */
    ClusterSpec namespace(String name);

    /** Returns the catalogue of the images that the node can run. */
    Images images();

    /**
     * Chooses whose routing the mesh follows. Default: {@link Mesh#ISTIO}.
     *
     * @param mesh the mesh
     * @return this
     */
    ClusterSpec mesh(Mesh mesh);

    /**
     * Chooses the release of Istio that {@link Mesh#ISTIO} behaves like, where releases differ. Default:
     * {@link IstioRelease#V1_30}.
     *
     * @param release the release
     * @return this
     */
    ClusterSpec istio(IstioRelease release);

    /**
     * Lets the mesh's proxies learn of changes late, as on a cluster where many things change: when nothing has changed for
     * this time, but at most 10 s after the first change. A real istiod waits for 100 ms by default
     * ({@code PILOT_DEBOUNCE_AFTER}). Begins when the cluster is ready. Default: zero, each change is learned of at once.
     * Counts for {@link Mesh#ISTIO} alone: Linkerd's controllers collect no changes, and what they take is always played
     * (110 ms); Envoys that obey staging overrides look the forks' names up themselves.
     *
     * @param delay from zero to 10 s
     * @return this
     * @throws ClusterException if it is negative or longer
     */
    ClusterSpec pushDelay(Duration delay);

    /**
     * Gives a proxy to every pod that does not refuse one, as a mesh does that was installed to inject by default (Istio's
     * {@code enableNamespacesByDefault}). Without it a pod has a proxy where its manifests ask for one, as on a
     * real cluster: with Istio by the label {@code istio-injection: enabled} or {@code istio.io/rev} of its namespace or
     * the label {@code sidecar.istio.io/inject: "true"} of the pod, with Linkerd by the annotation
     * {@code linkerd.io/inject: enabled} of either. What a pod without a proxy sends is not routed by its key.
     *
     * @return this
     */
    ClusterSpec injectByDefault();

    /**
     * Opens Services at the ingress gateway, as an entry for requests from outside. As with real gateways, a request that
     * comes in there goes to the Service itself, whatever key it carries; it is routed by the key where it is sent on.
     *
     * @param services names of Services in {@link #namespace(String)}, or {@code namespace/name}
     * @return this
     */
    ClusterSpec ingress(String... services);

    /**
     * Lets engines act as a ServiceAccount, with no more rights than its Roles give. Without it they are the cluster's
     * administrator, and a right that is missing on the shared cluster shows only there.
     *
     * @param account the name of a ServiceAccount of {@link #namespace(String)}, or {@code namespace/name}; the manifests
     *     have it and its RoleBinding
     * @return this
     */
    ClusterSpec serviceAccount(String account);

    /**
     * Tells of each request to the API server when it is answered. The listener is called on the thread that
     * answers, be it the server's or that of a part of the cluster which asks, several at once, and must not block.
     *
     * @param listener takes the events
     * @return this
     */
    ClusterSpec audit(Consumer<AuditEvent> listener);

    /** Whose routing rules the embedded mesh follows. */
    enum Mesh {
        /** Istio with sidecars. */
        ISTIO,
        /** Linkerd. */
        LINKERD,
        /**
         * No mesh, but Envoys of the cluster's owners, beside each pod and at the ingress, which obey staging overrides: the
         * header {@code baggage} of a request says where a fork is. They follow no route objects.
         */
        ENVOY,
        /** No mesh: a Service leads to its pods, whatever the headers. */
        NONE
    }

    /** Releases of Istio between which the embedded mesh makes a difference. */
    enum IstioRelease {
        /** Up to 1.30: the callers' proxies learn of an endpoint once it is ready. */
        V1_30,

        /**
         * Since 1.31: the callers' proxies learn of endpoints that are not ready, too, as by
         * {@code PILOT_AUTO_SEND_UNHEALTHY_ENDPOINTS}, which that release switched on (release note 60690). Envoy holds a
         * change of health back by 1 s ({@code update_merge_window}) if it comes within 1 s of another change of the same
         * Service's endpoints, so a pod that is ready within 1 s of its first sight gets no request for up to 1 s more; one
         * that is alone is then answered for by {@code 503 no healthy upstream}.
         */
        V1_31
    }
}
