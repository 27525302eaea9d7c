// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.sun.net.httpserver.HttpServer;
import dev.spurline.cluster.Blueprint;
import dev.spurline.cluster.ClusterException;
import dev.spurline.cluster.ClusterProvider;
import dev.spurline.cluster.PodContainer;
import dev.spurline.cluster.PodServer;
import dev.spurline.embedded.internal.blueprint.ClusterClient;
import dev.spurline.embedded.internal.mesh.MeshProxies;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class EmbeddedClusterTests {

    private static final Blueprint GREETING = cluster -> {
        cluster.manifests("classpath:blueprints/greeting.yaml").ingress("greeting");
        cluster.images().inProcess("test/greeting:*", EmbeddedClusterTests::greeting);
    };

    private static final Blueprint SLEEPER = cluster -> {
        cluster.manifests("""
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: sleeper}
                spec:
                  selector: {matchLabels: {app: sleeper}}
                  template:
                    metadata: {labels: {app: sleeper}}
                    spec: {containers: [{name: main, image: "test/sleeper:1"}]}
                """);
        cluster.images().process("test/sleeper:*", "sh", "-c", "while true; do sleep 1; done");
    };

    @Test
    void startsWithItsDeploymentsReadyAndOpenAtTheIngress() throws Exception {
        try (EmbeddedCluster cluster = EmbeddedCluster.start(GREETING)) {
            assertThat(cluster.namespace()).isEqualTo("default");
            assertThat(cluster.kubeconfig()).contains("current-context");
            assertThat(get(cluster.uri("greeting"))).isEqualTo("hello");
        }
    }

    @Test
    void aHookRefusesAndChangesWrites() {
        try (EmbeddedCluster cluster = EmbeddedCluster.start(GREETING);
                KubernetesClient client = ClusterClient.builder(Config.fromKubeconfig(cluster.kubeconfig()))
                        .build()) {
            ConfigMap one = new ConfigMapBuilder()
                    .withNewMetadata()
                    .withName("one")
                    .withNamespace("default")
                    .endMetadata()
                    .build();

            try (AdmissionHook refusal = cluster.admission(EmbeddedClusterTests::noConfigMaps)) {
                assertThat(refusal).isNotNull();
                assertThatThrownBy(() -> client.resource(one).create())
                        .hasMessageContaining("admission webhook \"test.spurline.dev\" denied the request: not today");
            }
            try (AdmissionHook change = cluster.admission(request -> AdmissionVerdict.mutate(
                    request.object().replace("\"name\":\"one\"", "\"name\":\"one\",\"labels\":{\"seen\":\"yes\"}")))) {
                assertThat(change).isNotNull();
                assertThat(client.resource(one).create().getMetadata().getLabels())
                        .containsEntry("seen", "yes");
            }
            assertThat(client.resource(one).delete()).isNotEmpty();
        }
    }

    private static AdmissionVerdict noConfigMaps(AdmissionRequest request) {
        return request.resource().equals("configmaps")
                ? AdmissionVerdict.refuse(403, "not today")
                : AdmissionVerdict.allow();
    }

    @Test
    void severalRunInOneJvm() throws Exception {
        try (EmbeddedCluster one = EmbeddedCluster.start(GREETING);
                EmbeddedCluster two = EmbeddedCluster.start(GREETING)) {
            assertThat(one.uri("greeting")).isNotEqualTo(two.uri("greeting"));
            assertThat(get(one.uri("greeting"))).isEqualTo("hello");
            assertThat(get(two.uri("greeting"))).isEqualTo("hello");
        }
    }

    @Test
    void leavesNoThreadBehind() throws Exception {
        OwnThreads threads = new OwnThreads();
        EmbeddedCluster cluster = threads.call(() -> EmbeddedCluster.start(GREETING));
        assertThat(threads.alive("spurline-")).isNotEmpty();

        cluster.close();

        Awaitility.await("no thread of the cluster left").untilAsserted(() -> {
            assertThat(threads.alive("spurline-")).isEmpty();
            assertThat(threads.alive("vert.x-")).isEmpty();
        });
    }

    @Test
    void leavesNoProcessAndNoPortBehind() throws Exception {
        Set<Long> before = processes();
        EmbeddedCluster cluster = EmbeddedCluster.start(SLEEPER);
        Set<Long> during = processes();
        URI server = URI.create(Config.fromKubeconfig(cluster.kubeconfig()).getMasterUrl());

        cluster.close();

        assertThat(during).hasSizeGreaterThan(before.size());
        Awaitility.await("no process of the cluster left")
                .untilAsserted(() -> assertThat(processes()).isSubsetOf(before));
        assertThatThrownBy(() -> new Socket(server.getHost(), server.getPort()).close())
                .isInstanceOf(ConnectException.class);
    }

    @Test
    void whoseManifestsAskForNoProxyIsToldHow() {
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        Logger logger = (Logger) LoggerFactory.getLogger(MeshProxies.class);
        log.list = new CopyOnWriteArrayList<>();
        log.start();
        logger.addAppender(log);

        try (EmbeddedCluster cluster = EmbeddedCluster.start(SLEEPER)) {
            assertThat(annotations(cluster)).doesNotContainKey("sidecar.istio.io/status");
        } finally {
            logger.detachAppender(log);
        }

        assertThat(log.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .contains(
                        "No pod of the blueprint asks for a proxy of ISTIO, so that requests with a routing key go where all others go: "
                                + "label their namespace with istio-injection: enabled in the manifests, as on a real cluster, "
                                + "or let the blueprint say injectByDefault(), or mesh(Mesh.NONE) if that is meant");
    }

    @Test
    void asksForProxiesInTheNamespaceThatNoManifestHas() {
        Blueprint own = cluster -> SLEEPER.describe(cluster.namespace("own"));

        try (EmbeddedCluster cluster = EmbeddedCluster.start(own)) {
            assertThat(annotations(cluster)).containsKey("sidecar.istio.io/status");
        }
    }

    @Test
    void leavesANamespaceOfTheManifestsAsItIs() {
        Blueprint written = cluster -> SLEEPER.describe(
                cluster.namespace("own").manifests("{apiVersion: v1, kind: Namespace, metadata: {name: own}}"));

        try (EmbeddedCluster cluster = EmbeddedCluster.start(written)) {
            assertThat(annotations(cluster)).doesNotContainKey("sidecar.istio.io/status");
        }
    }

    @Test
    void injectsEverywhereIfTheBlueprintSaysSo() {
        Blueprint injected = cluster -> SLEEPER.describe(cluster.injectByDefault());

        try (EmbeddedCluster cluster = EmbeddedCluster.start(injected)) {
            assertThat(annotations(cluster)).containsKey("sidecar.istio.io/status");
        }
    }

    private static Map<String, String> annotations(EmbeddedCluster cluster) {
        try (KubernetesClient client = ClusterClient.builder(Config.fromKubeconfig(cluster.kubeconfig()))
                .build()) {
            return client.pods()
                    .inAnyNamespace()
                    .list()
                    .getItems()
                    .get(0)
                    .getMetadata()
                    .getAnnotations();
        }
    }

    private static Set<Long> processes() {
        return ProcessHandle.current().descendants().map(ProcessHandle::pid).collect(Collectors.toSet());
    }

    @Test
    void isProvidedUnderItsName() {
        assertThat(ServiceLoader.load(ClusterProvider.class))
                .extracting(ClusterProvider::name)
                .contains("embedded");
    }

    @Test
    void aServiceThatIsNotOpenIsNamed() {
        try (EmbeddedCluster cluster = EmbeddedCluster.start(GREETING)) {
            assertThatThrownBy(() -> cluster.uri("pricing"))
                    .isInstanceOf(ClusterException.class)
                    .hasMessage("Service [default/pricing] is not open at the ingress gateway: "
                            + "add [.ingress(\"pricing\")] to the blueprint; open are [default/greeting]");
        }
    }

    @Test
    void anUnknownImageFailsAtOnceAndSaysWhy() {
        Blueprint blueprint = cluster -> cluster.manifests("classpath:blueprints/greeting.yaml")
                .images()
                .inProcess("test/other:*", EmbeddedClusterTests::greeting);

        assertThatThrownBy(() -> EmbeddedCluster.start(blueprint))
                .isInstanceOf(ClusterException.class)
                .hasMessageStartingWith("The embedded cluster cannot become ready:")
                .hasMessageContaining("Deployment default/greeting is not ready")
                .hasMessageContaining("Pod greeting-")
                .hasMessageContaining(
                        "container main (test/greeting:1): waiting: ImagePullBackOff: Back-off pulling image")
                .hasMessageContaining("no image of the blueprint matches it; there are [test/other:*]");
    }

    static PodServer greeting(PodContainer container) throws IOException {
        container.log("greeting starts");
        HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, 5);
            exchange.getResponseBody().write(new byte[] {'h', 'e', 'l', 'l', 'o'});
            exchange.close();
        });
        http.start();
        return PodServer.of(8080, http.getAddress().getPort(), () -> http.stop(0));
    }

    private static String get(URI uri) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(uri.resolve("/"))
                                .timeout(Duration.ofMinutes(1))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
