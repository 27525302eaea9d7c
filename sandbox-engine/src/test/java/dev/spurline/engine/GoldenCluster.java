// SPDX-License-Identifier: Apache-2.0
package dev.spurline.engine;

import static org.awaitility.Awaitility.await;

import dev.spurline.ClusterSettings;
import dev.spurline.Settings;
import dev.spurline.cluster.ClusterSpec;
import dev.spurline.embedded.EmbeddedCluster;
import dev.spurline.internal.plan.GoldenCase;
import dev.spurline.internal.survey.CustomKind;
import dev.spurline.internal.survey.Mesh;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** A cluster that has the manifests of one {@link GoldenCase}, and a {@link Visitor} that sends requests. */
final class GoldenCluster implements AutoCloseable {

    private static final String NAMESPACE = """
            apiVersion: v1
            kind: Namespace
            metadata:
              name: %s
              labels: {%s}
              annotations: {linkerd.io/inject: enabled}
            """;

    private final EmbeddedCluster cluster;
    private final KubernetesClient client;
    private final Path kubeconfig;
    private final GoldenCase golden;
    private final EchoServer echo;
    private final Visitor visitor;

    private GoldenCluster(
            EmbeddedCluster cluster,
            KubernetesClient client,
            Path kubeconfig,
            GoldenCase golden,
            EchoServer echo,
            Visitor visitor) {
        this.cluster = cluster;
        this.client = client;
        this.kubeconfig = kubeconfig;
        this.golden = golden;
        this.echo = echo;
        this.visitor = visitor;
    }

    static GoldenCluster start(GoldenCase golden, Path directory) throws IOException {
        EchoServer echo = new EchoServer(golden.objects());
        try {
            return start(golden, directory, echo);
        } catch (IOException | RuntimeException e) {
            echo.close();
            throw e;
        }
    }

    private static GoldenCluster start(GoldenCase golden, Path directory, EchoServer echo) throws IOException {
        Visitor visitor = new Visitor();
        EmbeddedCluster cluster = EmbeddedCluster.start(spec -> describe(spec, golden, echo, visitor));
        KubernetesClient client = new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(cluster.kubeconfig()))
                .build();
        if (!golden.serves().contains(CustomKind.HTTP_ROUTE)) {
            client.apiextensions()
                    .v1()
                    .customResourceDefinitions()
                    .withName("httproutes.gateway.networking.k8s.io")
                    .delete();
        }
        awaitJudged(client, golden);
        Path kubeconfig =
                Files.writeString(directory.resolve(golden + ".kubeconfig"), cluster.kubeconfig(GoldenRoles.ACCOUNT));
        return new GoldenCluster(cluster, client, kubeconfig, golden, echo, visitor);
    }

    /** Linkerd follows a route once its controller has accepted it. */
    private static void awaitJudged(KubernetesClient client, GoldenCase golden) {
        if (golden.mesh() == Mesh.LINKERD) {
            golden.objects().stream()
                    .filter(object -> CustomKind.HTTP_ROUTE.holds(object) || CustomKind.GRPC_ROUTE.holds(object))
                    .map(GenericKubernetesResource.class::cast)
                    .forEach(route -> await().until(() -> Objects.requireNonNull(
                                    client.resource(route).get())
                            .getAdditionalProperties()
                            .containsKey("status")));
        }
    }

    private static void describe(ClusterSpec spec, GoldenCase golden, EchoServer echo, Visitor visitor) {
        spec.namespace(GoldenCase.NAMESPACE)
                .mesh(mesh(golden.mesh()))
                .serviceAccount(GoldenRoles.ACCOUNT)
                .manifests(namespaces(golden))
                .manifests(golden.serves().stream()
                        .filter(kind -> kind != CustomKind.HTTP_ROUTE)
                        .map(CustomDefinitions::of)
                        .toArray(String[]::new))
                .manifests(golden.manifests(), Visitor.MANIFESTS)
                .manifests(GoldenRoles.of(golden).toArray(String[]::new));
        spec.images().inProcess("*", echo).inProcess(Visitor.IMAGE, visitor);
    }

    private static ClusterSpec.Mesh mesh(Mesh mesh) {
        return switch (mesh) {
            case LINKERD -> ClusterSpec.Mesh.LINKERD;
            case NONE -> ClusterSpec.Mesh.NONE;
            default -> ClusterSpec.Mesh.ISTIO;
        };
    }

    private static String[] namespaces(GoldenCase golden) {
        boolean named =
                golden.objects().stream().anyMatch(object -> object.getKind().equals("Namespace"));
        String label =
                golden.mesh() == Mesh.ISTIO_AMBIENT ? "istio.io/dataplane-mode: ambient" : "istio-injection: enabled";
        return golden.objects().stream()
                .map(object -> object.getMetadata().getNamespace())
                .filter(namespace -> namespace != null && !(named && namespace.equals(GoldenCase.NAMESPACE)))
                .distinct()
                .map(namespace -> NAMESPACE.formatted(namespace, label))
                .toArray(String[]::new);
    }

    Visitor visitor() {
        return visitor;
    }

    ClusterSettings settings() {
        Map<String, String> properties = Map.of(
                "spurline.cluster",
                "kubeconfig",
                "spurline.context",
                "spurline-embedded",
                "spurline.kubeconfig",
                kubeconfig.toString(),
                "spurline.namespace",
                GoldenCase.NAMESPACE);
        Settings own =
                name -> Optional.ofNullable(properties.get(name)).map(text -> new Settings.Value(text, "the test"));
        return ClusterSettings.from(
                name -> own.find(name).or(() -> golden.settings().find(name)));
    }

    /** Returns all objects of sandboxes and engines, as {@code Kind namespace/name}. */
    List<String> ours() {
        Stream<String> versions = client.getApiGroups().getGroups().stream()
                .map(group -> group.getPreferredVersion().getGroupVersion());
        return Stream.concat(Stream.of("v1"), versions)
                .flatMap(version -> client.getApiResources(version).getResources().stream()
                        .filter(kind -> kind.getNamespaced() && kind.getVerbs().contains("list"))
                        .flatMap(kind -> ours(version, kind.getKind())))
                .toList();
    }

    private Stream<String> ours(String version, String kind) {
        return client
                .genericKubernetesResources(version, kind)
                .inAnyNamespace()
                .withLabel("spurline.dev/engine")
                .list()
                .getItems()
                .stream()
                .map(object -> title(kind, object));
    }

    private static String title(String kind, GenericKubernetesResource object) {
        return kind + " " + object.getMetadata().getNamespace() + "/"
                + object.getMetadata().getName();
    }

    @Override
    public void close() {
        client.close();
        cluster.close();
        echo.close();
    }
}
