// SPDX-License-Identifier: Apache-2.0
package dev.spurline.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.spurline.ClusterSettings;
import dev.spurline.Settings;
import dev.spurline.cluster.ClusterSpec;
import dev.spurline.cluster.PodContainer;
import dev.spurline.cluster.PodServer;
import dev.spurline.embedded.internal.blueprint.ClusterContents;
import dev.spurline.embedded.internal.blueprint.ClusterDescription;
import dev.spurline.internal.plan.GoldenCase;
import dev.spurline.internal.survey.CustomKind;
import dev.spurline.internal.survey.ServiceMesh;
import io.fabric8.kubernetes.api.model.AuthInfoBuilder;
import io.fabric8.kubernetes.api.model.Config;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.authentication.TokenRequest;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** The manifests of a {@link GoldenCase} in a {@link GoldenCluster}, and a {@link Visitor} that sends requests there. */
final class GoldenBaseline implements AutoCloseable {

    private static final String NAMESPACE = """
            apiVersion: v1
            kind: Namespace
            metadata:
              name: %s
              labels: {%s}
              annotations: {linkerd.io/inject: enabled}
            """;

    private final GoldenCluster cluster;
    private final GoldenCase golden;
    private final EchoServer echo;
    private final Visitor visitor = new Visitor();
    private final ClusterContents contents;

    GoldenBaseline(GoldenCluster cluster, GoldenCase golden) {
        this.cluster = cluster;
        this.golden = golden;
        this.echo = new EchoServer(cluster.vertx(), golden.objects());
        this.contents = ClusterContents.read(ClusterDescription.of(this::describe));
    }

    GoldenCase golden() {
        return golden;
    }

    Visitor visitor() {
        return visitor;
    }

    List<String> namespaces() {
        Stream<String> named = golden.objects().stream()
                .flatMap(object -> Stream.ofNullable(object.getMetadata().getNamespace()));
        return Stream.concat(Stream.of(golden.namespace()), named).distinct().toList();
    }

    PodServer start(PodContainer container) {
        return container.image().equals(Visitor.IMAGE) ? visitor.start(container) : echo.start(container);
    }

    /** Makes everything. What a controller has said of routes that the embedded mesh does not judge is said by the case. */
    void apply() {
        contents.apply(cluster.client());
        golden.objects().stream()
                .filter(object -> CustomKind.TCP_ROUTE.holds(object) || CustomKind.TLS_ROUTE.holds(object))
                .map(GenericKubernetesResource.class::cast)
                .filter(route -> route.getAdditionalProperties().containsKey("status"))
                .forEach(route -> cluster.client().resource(route).patchStatus());
    }

    /** Waits until all workloads are ready and all routes judged. */
    void awaitReady() {
        awaitJudged();
        contents.awaitReady(cluster.client());
    }

    /** Waits until the baseline answers: proxies learn of endpoints after the pods' status says that they are ready. */
    void awaitAnswers() {
        Stream.concat(golden.entries().stream(), golden.kept().stream()).forEach(this::awaitAnswer);
    }

    private void awaitAnswer(String entry) {
        await().ignoreExceptions()
                .untilAsserted(() -> assertThat(visitor.ask(entry, Map.of())).startsWith(golden.answers() + " "));
    }

    /** Returns why pods of the baseline have no node. */
    List<String> unplaced() {
        return cluster.client().pods().inNamespace(golden.namespace()).list().getItems().stream()
                .flatMap(pod -> pod.getStatus().getConditions().stream())
                .filter(condition -> condition.getType().equals("PodScheduled")
                        && condition.getStatus().equals("False"))
                .map(PodCondition::getMessage)
                .toList();
    }

    private void describe(ClusterSpec spec) {
        spec.namespace(golden.namespace())
                .manifests(missingNamespaces())
                .manifests(golden.manifests(), Visitor.MANIFESTS)
                .manifests(GoldenRoles.of(golden).toArray(String[]::new));
    }

    private String[] missingNamespaces() {
        boolean described =
                golden.objects().stream().anyMatch(object -> object.getKind().equals("Namespace"));
        String label = golden.mesh() == ServiceMesh.ISTIO_AMBIENT
                ? "istio.io/dataplane-mode: ambient"
                : "istio-injection: enabled";
        return namespaces().stream()
                // Istio's own is made with the Roles there.
                .filter(namespace -> !namespace.equals(GoldenCluster.SYSTEM))
                .filter(namespace -> !(described && namespace.equals(golden.namespace())))
                .map(namespace -> NAMESPACE.formatted(namespace, label))
                .toArray(String[]::new);
    }

    /** Linkerd follows a route once its controller has accepted it. */
    private void awaitJudged() {
        if (golden.mesh() == ServiceMesh.LINKERD) {
            golden.objects().stream()
                    .filter(object -> CustomKind.HTTP_ROUTE.holds(object) || CustomKind.GRPC_ROUTE.holds(object))
                    .map(GenericKubernetesResource.class::cast)
                    .forEach(route -> await().until(() -> isJudged(route)));
        }
    }

    private boolean isJudged(GenericKubernetesResource route) {
        return Objects.requireNonNull(cluster.client().resource(route).get())
                .getAdditionalProperties()
                .containsKey("status");
    }

    /** Returns the settings of an engine that acts with the rights of the case. */
    ClusterSettings settings(Path directory) throws IOException {
        KubernetesClient client = cluster.client();
        Config kubeconfig = client.getKubernetesSerialization().unmarshal(cluster.kubeconfig(), Config.class);
        String token = client.serviceAccounts()
                .inNamespace(golden.namespace())
                .withName(GoldenRoles.ACCOUNT)
                .tokenRequest(new TokenRequest())
                .getStatus()
                .getToken();
        kubeconfig
                .getUsers()
                .forEach(user ->
                        user.setUser(new AuthInfoBuilder().withToken(token).build()));
        Path file = Files.writeString(
                directory.resolve(golden + ".kubeconfig"),
                client.getKubernetesSerialization().asYaml(kubeconfig));
        Map<String, String> properties = Map.of(
                "spurline.cluster", "kubeconfig",
                "spurline.context", kubeconfig.getCurrentContext(),
                "spurline.kubeconfig", file.toString(),
                "spurline.namespace", golden.namespace());
        Settings own =
                name -> Optional.ofNullable(properties.get(name)).map(text -> new Settings.Value(text, "the test"));
        return ClusterSettings.from(
                name -> own.find(name).or(() -> golden.settings().find(name)));
    }

    /** Returns all objects of sandboxes and engines, as {@code Kind namespace/name}. */
    List<String> ours() {
        List<String> namespaces = namespaces();
        return cluster.ours()
                .filter(object -> namespaces.contains(object.getMetadata().getNamespace()))
                .map(GoldenBaseline::title)
                .toList();
    }

    private static String title(GenericKubernetesResource object) {
        return object.getKind() + " " + object.getMetadata().getNamespace() + "/"
                + object.getMetadata().getName();
    }

    @Override
    public void close() {
        cluster.remove(this);
    }
}
