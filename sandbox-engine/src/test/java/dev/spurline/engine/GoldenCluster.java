// SPDX-License-Identifier: Apache-2.0
package dev.spurline.engine;

import dev.spurline.cluster.ClusterSpec;
import dev.spurline.cluster.PodContainer;
import dev.spurline.cluster.PodServer;
import dev.spurline.embedded.EmbeddedCluster;
import dev.spurline.embedded.PlainAccess;
import dev.spurline.embedded.internal.blueprint.ClusterClient;
import dev.spurline.internal.plan.GoldenCase;
import dev.spurline.internal.survey.CustomKind;
import dev.spurline.internal.survey.ServiceMesh;
import io.fabric8.kubernetes.api.model.APIResource;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A cluster in which {@link GoldenCase}s that ask for the same mesh and the same custom kinds are opened one after another,
 * each in namespaces of its own. It is an embedded one; with {@code -Dspurline.conformance.kubeconfig=FILE} and {@code
 * -Dspurline.conformance.attach=true} our node and mesh at another API server, which serves all custom kinds.
 */
final class GoldenCluster implements AutoCloseable {

    private static final String FILE = System.getProperty("spurline.conformance.kubeconfig", "");

    /** Whether the API server is somebody else's. */
    static final boolean ATTACHED = !FILE.isEmpty() && Boolean.getBoolean("spurline.conformance.attach");

    static final String SYSTEM = "istio-system";
    private static final String NAMESPACE = """
            apiVersion: v1
            kind: Namespace
            metadata: {name: istio-system}
            """;

    private static final Set<String> RIGHTS = LeastPower.granted();
    private static final Set<String> MADE_OF = Set.of("replicasets", "pods", "endpoints", "endpointslices");

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final Map<String, GoldenBaseline> baselines = new ConcurrentHashMap<>();
    private final List<CustomResourceDefinition> defined = new ArrayList<>();
    private final EmbeddedCluster cluster;
    private final KubernetesClient client;
    private final Map<String, List<String>> kinds = new ConcurrentHashMap<>();

    private GoldenCluster(Kind kind) throws IOException {
        if (ATTACHED) {
            String kubeconfig = Files.readString(Path.of(FILE));
            client = client(kubeconfig);
            Arrays.stream(CustomKind.values())
                    .forEach(each -> CustomDefinitions.define(client, each).ifPresent(defined::add));
            cluster = EmbeddedCluster.attach(kubeconfig, spec -> describe(spec, kind));
        } else {
            cluster = EmbeddedCluster.start(spec -> describe(spec, kind));
            client = client(PlainAccess.kubeconfig(cluster));
            if (!kind.serves().contains(CustomKind.HTTP_ROUTE)) {
                client.apiextensions()
                        .v1()
                        .customResourceDefinitions()
                        .withName("httproutes.gateway.networking.k8s.io")
                        .delete();
            }
        }
    }

    static GoldenCluster start(Kind kind) throws IOException {
        return new GoldenCluster(kind);
    }

    private static KubernetesClient client(String kubeconfig) {
        return ClusterClient.builder(Config.fromKubeconfig(kubeconfig)).build();
    }

    private void describe(ClusterSpec spec, Kind kind) {
        spec.mesh(kind.mesh()).images().inProcess("*", this::run);
        if (!ATTACHED) {
            spec.manifests(kind.serves().stream()
                    .filter(each -> each != CustomKind.HTTP_ROUTE)
                    .map(CustomDefinitions::of)
                    .toArray(String[]::new));
        }
        if (!kind.installation().isEmpty()) {
            spec.manifests(NAMESPACE, kind.installation());
        }
    }

    private PodServer run(PodContainer container) {
        return Objects.requireNonNull(baselines.get(container.namespace()), container.namespace())
                .start(container);
    }

    /** Puts the manifests of a case there. */
    GoldenBaseline add(GoldenCase golden) {
        GoldenBaseline baseline = new GoldenBaseline(this, golden);
        baseline.namespaces().forEach(namespace -> baselines.put(namespace, baseline));
        try {
            baseline.apply();
            return baseline;
        } catch (RuntimeException | AssertionError e) {
            remove(baseline);
            throw e;
        }
    }

    KubernetesClient client() {
        return client;
    }

    String kubeconfig() {
        return ATTACHED ? cluster.kubeconfig() : PlainAccess.kubeconfig(cluster);
    }

    Vertx vertx() {
        return vertx;
    }

    /** Returns the objects of sandboxes and engines, of all kinds that an engine can make, or somebody makes of those. */
    Stream<GenericKubernetesResource> ours() {
        if (kinds.isEmpty()) {
            client.getApiGroups().getGroups().stream()
                    .map(group -> group.getPreferredVersion().getGroupVersion())
                    .forEach(version -> kinds.put(version, made(version)));
            kinds.put("v1", made("v1"));
        }
        return kinds.entrySet().stream()
                .flatMap(version -> version.getValue().stream()
                        .flatMap(kind -> Stream.of("spurline.dev/engine", "spurline.dev/shared")
                                .flatMap(label -> ours(version.getKey(), kind, label))));
    }

    private List<String> made(String version) {
        String group = version.contains("/") ? "." + version.substring(0, version.indexOf('/')) : "";
        return client.getApiResources(version).getResources().stream()
                .filter(kind -> kind.getVerbs().contains("list"))
                .filter(kind -> RIGHTS.contains("create " + kind.getName() + group) || MADE_OF.contains(kind.getName()))
                .map(APIResource::getKind)
                .toList();
    }

    private Stream<GenericKubernetesResource> ours(String version, String kind, String label) {
        return client
                .genericKubernetesResources(version, kind)
                .inAnyNamespace()
                .withLabel(label)
                .list()
                .getItems()
                .stream();
    }

    /** Removes what a case has made; its namespaces go when their pods have. */
    void remove(GoldenBaseline baseline) {
        String name = baseline.golden().namespace();
        client.rbac().clusterRoleBindings().withName(name).delete();
        client.rbac().clusterRoles().withName(name).delete();
        // What the mesh is told stands there, and the next case finds it again.
        baseline.namespaces().stream()
                .filter(namespace -> !namespace.equals(SYSTEM))
                .forEach(namespace -> client.namespaces()
                        .withName(namespace)
                        .withPropagationPolicy(DeletionPropagation.BACKGROUND)
                        .delete());
    }

    @Override
    public void close() {
        if (ATTACHED) {
            baselines
                    .keySet()
                    .forEach(namespace -> client.namespaces()
                            .withName(namespace)
                            .waitUntilCondition(Objects::isNull, 2, TimeUnit.MINUTES));
        }
        cluster.close();
        defined.forEach(definition -> client.resource(definition).delete());
        client.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    /**
     * Which cluster a case asks for.
     *
     * @param mesh whose routing it follows
     * @param serves the custom kinds of others that it serves
     * @param installation how Istio is installed, as manifests; empty if nobody has said it
     */
    record Kind(ClusterSpec.Mesh mesh, Set<CustomKind> serves, String installation) {

        static Kind of(GoldenCase golden) {
            return new Kind(
                    mesh(golden.mesh()),
                    ATTACHED ? Set.of(CustomKind.values()) : golden.serves(),
                    golden.installation());
        }

        /** What no mesh has to decide is tried where there is one. */
        private static ClusterSpec.Mesh mesh(ServiceMesh mesh) {
            return switch (mesh) {
                case ISTIO, ISTIO_AMBIENT, NONE -> ClusterSpec.Mesh.ISTIO;
                case LINKERD -> ClusterSpec.Mesh.LINKERD;
                case ENVOY -> ClusterSpec.Mesh.ENVOY;
            };
        }
    }
}
