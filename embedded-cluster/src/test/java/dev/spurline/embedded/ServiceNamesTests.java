// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.spurline.cluster.Blueprint;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Processes that are JVMs call Services by name, where each Service can have a loopback address of its own. */
class ServiceNamesTests {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Blueprint GREETING = cluster -> {
        cluster.manifests("classpath:blueprints/greeting.yaml").manifests("""
                apiVersion: v1
                kind: Service
                metadata: {name: hello}
                spec: {selector: {app: greeting}, ports: [{name: http, port: 18080, targetPort: 8080}]}
                """);
        cluster.images()
                .inProcess("test/greeting:*", EmbeddedClusterTests::greeting)
                .javaProcess("test/caller:*", List.of("-Dsun.net.inetaddr.negative.ttl=0"), Caller.class);
    };

    /** Calls each address that it is given, and waits for names that are not known yet. */
    public static final class Caller {

        private Caller() {}

        /** Calls. */
        public static void main(String... addresses) throws Exception {
            for (String address : addresses) {
                System.out.println(call(address));
            }
        }

        /** The name may come a moment after the process. */
        private static String call(String address) {
            return await().atMost(PATIENCE)
                    .ignoreExceptionsInstanceOf(UnknownHostException.class)
                    .until(() -> answer(address), answer -> true);
        }

        private static String answer(String address) throws IOException {
            try (var body = URI.create(address).toURL().openStream()) {
                return address + " " + new String(body.readAllBytes(), StandardCharsets.UTF_8);
            }
        }
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "other systems have one loopback address only")
    void areFoundByProcessesThatAreJvms() {
        try (EmbeddedCluster cluster = EmbeddedCluster.start(GREETING);
                KubernetesClient client = new KubernetesClientBuilder()
                        .withConfig(Config.fromKubeconfig(cluster.kubeconfig()))
                        .build()) {
            client.pods()
                    .inNamespace("default")
                    .resource(new PodBuilder()
                            .withNewMetadata()
                            .withName("caller")
                            .endMetadata()
                            .withNewSpec()
                            .withRestartPolicy("Never")
                            .addNewContainer()
                            .withName("main")
                            .withImage("test/caller:1")
                            .withArgs(
                                    "http://hello:18080/",
                                    "http://hello.default.svc.cluster.local:18080/",
                                    "http://late:18081/")
                            .endContainer()
                            .endSpec()
                            .build())
                    .create();
            await("the first calls")
                    .atMost(PATIENCE)
                    .ignoreExceptions()
                    .until(() -> log(client).endsWith("cluster.local:18080/ hello\n"));

            client.services()
                    .inNamespace("default")
                    .resource(new ServiceBuilder()
                            .withNewMetadata()
                            .withName("late")
                            .endMetadata()
                            .withNewSpec()
                            .addToSelector("app", "greeting")
                            .addNewPort()
                            .withPort(18081)
                            .withNewTargetPort(8080)
                            .endPort()
                            .endSpec()
                            .build())
                    .create();

            await("the last call").atMost(PATIENCE).until(() -> log(client).contains("late"));
            assertThat(log(client)).isEqualTo("""
                            http://hello:18080/ hello
                            http://hello.default.svc.cluster.local:18080/ hello
                            http://late:18081/ hello
                            """);
        }
    }

    private static String log(KubernetesClient client) {
        return client.pods().inNamespace("default").withName("caller").getLog();
    }
}
