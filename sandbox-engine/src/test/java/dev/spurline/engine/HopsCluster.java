// SPDX-License-Identifier: Apache-2.0
package dev.spurline.engine;

import dev.spurline.ClusterSettings;
import dev.spurline.ForkSpec;
import dev.spurline.SandboxSpec;
import dev.spurline.Settings;
import dev.spurline.cluster.Blueprint;
import dev.spurline.cluster.ClusterSpec;
import dev.spurline.embedded.AdmissionHook;
import dev.spurline.embedded.AdmissionRequest;
import dev.spurline.embedded.AdmissionVerdict;
import dev.spurline.embedded.EmbeddedCluster;
import dev.spurline.embedded.PlainAccess;
import dev.spurline.embedded.internal.blueprint.ClusterClient;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** A cluster of {@link TwoHops} that engines reach by a kubeconfig, as they would a shared one, but without TLS. */
public final class HopsCluster implements AutoCloseable {

    public static final String BASELINE = "front baseline, back baseline";
    public static final String FORKED = "front baseline, back forked";
    private static final String SANDBOX = "spurline.dev/sandbox";
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final EmbeddedCluster cluster;
    private final Path kubeconfig;
    private final KubernetesClient client;
    private final LeastPower power;
    private final List<ResourceDefinitionContext> kinds;

    private HopsCluster(EmbeddedCluster cluster, Path kubeconfig, KubernetesClient client, LeastPower power) {
        this.power = power;
        this.cluster = cluster;
        this.kubeconfig = kubeconfig;
        this.client = client;
        this.kinds = kinds(client);
    }

    public static HopsCluster start(Path directory) throws IOException {
        return start(directory, new TwoHops(), List.of());
    }

    public static HopsCluster start(Path directory, TwoHops hops, List<String> manifests, String... ingress)
            throws IOException {
        EmbeddedCluster cluster = EmbeddedCluster.start(spec ->
                hops.describe(spec.manifests(manifests.toArray(String[]::new)).ingress(ingress)));
        return of(cluster, directory, PlainAccess.kubeconfig(cluster, LeastPower.ACCOUNT), hops.power());
    }

    /** Starts one whose requests another mesh decides about, or none. */
    public static HopsCluster start(Path directory, ClusterSpec.Mesh mesh) throws IOException {
        TwoHops hops = new TwoHops();
        EmbeddedCluster cluster = EmbeddedCluster.start(spec -> hops.describe(spec.mesh(mesh)));
        return of(cluster, directory, PlainAccess.kubeconfig(cluster, LeastPower.ACCOUNT), hops.power());
    }

    /** Starts one with the same workloads in a second namespace, in which engines have the same rights. */
    public static HopsCluster startBeside(Path directory, String other) throws IOException {
        TwoHops hops = new TwoHops();
        EmbeddedCluster cluster = EmbeddedCluster.start(spec -> {
            hops.describe(spec);
            spec.manifests(
                            TwoHops.namespace(other),
                            TwoHops.workload(other, "front"),
                            TwoHops.workload(other, "back"),
                            ReportJob.CRON_JOB,
                            ReportJob.in(other),
                            LeastPower.roles("hops", other))
                    .ingress(other + "/front");
        });
        return of(cluster, directory, PlainAccess.kubeconfig(cluster, LeastPower.ACCOUNT), hops.power());
    }

    /** Starts a cluster of another blueprint, whose namespace is called the same; its engines may do everything. */
    public static HopsCluster start(Path directory, Blueprint blueprint) throws IOException {
        EmbeddedCluster cluster = EmbeddedCluster.start(blueprint);
        return of(cluster, directory, PlainAccess.administrator(cluster), new TwoHops().power());
    }

    private static HopsCluster of(EmbeddedCluster cluster, Path directory, String credentials, LeastPower power)
            throws IOException {
        Path kubeconfig = Files.writeString(directory.resolve("kubeconfig"), credentials);
        KubernetesClient client = ClusterClient.builder(Config.fromKubeconfig(PlainAccess.administrator(cluster)))
                .build();
        return new HopsCluster(cluster, kubeconfig, client, power);
    }

    /** Every kind of namespaced object that the server can list. */
    private static List<ResourceDefinitionContext> kinds(KubernetesClient client) {
        Stream<String> groups = client.getApiGroups().getGroups().stream()
                .map(group -> group.getPreferredVersion().getGroupVersion());
        return Stream.concat(Stream.of("v1"), groups)
                .flatMap(version -> kinds(client, version))
                .toList();
    }

    private static Stream<ResourceDefinitionContext> kinds(KubernetesClient client, String groupVersion) {
        int slash = groupVersion.indexOf('/');
        return client.getApiResources(groupVersion).getResources().stream()
                .filter(kind -> kind.getNamespaced() && kind.getVerbs().contains("list"))
                .map(kind -> new ResourceDefinitionContext.Builder()
                        .withGroup(slash < 0 ? "" : groupVersion.substring(0, slash))
                        .withVersion(groupVersion.substring(slash + 1))
                        .withKind(kind.getKind())
                        .withPlural(kind.getName())
                        .withNamespaced(true)
                        .build());
    }

    public LeastPower power() {
        return power;
    }

    public KubernetesClient client() {
        return client;
    }

    /** Returns what makes, changes and removes an object of any kind. */
    Resource<GenericKubernetesResource> custom(String yaml) {
        return client.resource(client.getKubernetesSerialization()
                .<GenericKubernetesResource>unmarshal(yaml, GenericKubernetesResource.class));
    }

    public URI entry() {
        return entry("front");
    }

    public URI entry(String service) {
        return cluster.uri(service);
    }

    /** Returns where a Gateway of the namespace is entered at a port. */
    URI gateway(String name, int port) {
        return cluster.gateway(name, port);
    }

    /** Decides about what is written, until it is closed. */
    public AdmissionHook admission(Function<AdmissionRequest, AdmissionVerdict> hook) {
        return cluster.admission(hook);
    }

    /** Returns all that a sandbox has in the cluster, as {@code Kind/name}. */
    public List<String> objects(String key) {
        return objects("hops", key);
    }

    /** Returns all that a sandbox has in one of its namespaces. */
    public List<String> objects(String namespace, String key) {
        return kinds.stream()
                .flatMap(kind -> labelled(namespace, kind, SANDBOX, key))
                .sorted()
                .toList();
    }

    /** Returns every object of the namespace. */
    public List<GenericKubernetesResource> all() {
        return kinds.stream()
                .flatMap(kind -> client.genericKubernetesResources(kind).inNamespace("hops").list().getItems().stream()
                        .peek(object -> object.setKind(kind.getKind())))
                .toList();
    }

    /** Returns the anchors of all engines. */
    public List<String> anchors() {
        return anchors("hops");
    }

    /** Returns the anchors of all engines in one namespace. */
    public List<String> anchors(String namespace) {
        return kinds.stream()
                .filter(kind -> kind.getKind().equals("Job"))
                .flatMap(kind -> labelled(namespace, kind, "app.kubernetes.io/managed-by", "spurline"))
                .toList();
    }

    private Stream<String> labelled(String namespace, ResourceDefinitionContext kind, String label, String value) {
        List<GenericKubernetesResource> items = client.genericKubernetesResources(kind)
                .inNamespace(namespace)
                .withLabel(label, value)
                .list()
                .getItems();
        return items.stream()
                .map(object -> kind.getKind() + "/" + object.getMetadata().getName());
    }

    /** Returns the settings of an engine, which a child JVM can take as system properties. */
    public Map<String, String> properties(Duration lease) {
        return properties(lease, kubeconfig);
    }

    /** Returns the file by which engines reach the cluster. */
    Path kubeconfigFile() {
        return kubeconfig;
    }

    /** Returns the kubeconfig of somebody who may do everything. */
    public String administrator() {
        return PlainAccess.administrator(cluster);
    }

    /** Returns the settings of an engine that reaches the cluster by a kubeconfig of its own. */
    public static Map<String, String> properties(Duration lease, Path kubeconfig) {
        return Map.of(
                "spurline.cluster", "kubeconfig",
                "spurline.context", "spurline-embedded",
                "spurline.kubeconfig", kubeconfig.toString(),
                "spurline.namespace", "hops",
                "spurline.lease", lease.toSeconds() + "s");
    }

    public ClusterSettings settings(Duration lease) {
        Map<String, String> properties = properties(lease);
        return ClusterSettings.from(
                name -> Optional.ofNullable(properties.get(name)).map(text -> new Settings.Value(text, "the test")));
    }

    /** Returns the settings of an engine that routes in some way. */
    public ClusterSettings settings(Duration lease, String routing) {
        Map<String, String> properties = new HashMap<>(properties(lease));
        properties.put("spurline.routing", routing);
        return ClusterSettings.from(
                name -> Optional.ofNullable(properties.get(name)).map(text -> new Settings.Value(text, "the test")));
    }

    public static SandboxSpec backForked() {
        return SandboxSpec.builder()
                .fork(ForkSpec.of("back").env("WORD", "forked"))
                .build();
    }

    /** Asks the front for its page at the ingress. */
    public String get(Map<String, String> headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(entry().resolve("/")).timeout(Duration.ofMinutes(1));
        headers.forEach(request::header);
        try {
            HttpResponse<String> answer = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() == 200 ? answer.body() : "status " + answer.statusCode();
        } catch (IOException e) {
            return e.toString();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return e.toString();
        }
    }

    /** Returns status, body and the header {@code x-rule} of an answer. */
    public String ask(String service, String path, Map<String, String> headers)
            throws IOException, InterruptedException {
        return ask(entry(service), path, headers);
    }

    /** Returns the same of an answer that comes from some entry. */
    static String ask(URI entry, String path, Map<String, String> headers) throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(entry.resolve(path)).timeout(Duration.ofMinutes(1));
        headers.forEach(request::header);
        HttpResponse<String> answer = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
        return answer.statusCode() + " " + answer.body() + " "
                + answer.headers().firstValue("x-rule").orElse("-");
    }

    @Override
    public void close() {
        client.close();
        cluster.close();
        power.refuseRefusals();
    }
}
