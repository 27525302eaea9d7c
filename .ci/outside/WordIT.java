// SPDX-License-Identifier: Apache-2.0
package outside;

import static org.hamcrest.Matchers.equalTo;

import com.sun.net.httpserver.HttpServer;
import dev.spurline.cluster.Blueprint;
import dev.spurline.cluster.ClusterSpec;
import dev.spurline.cluster.PodContainer;
import dev.spurline.cluster.PodServer;
import dev.spurline.junit.Baseline;
import dev.spurline.junit.Fork;
import dev.spurline.junit.Routed;
import dev.spurline.junit.Sandbox;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** A test of a project that is not in this repository; .ci/outside/run makes the project. */
@Sandbox(fork = @Fork(value = "word", env = "WORD=fork"))
class WordIT {

    @Test
    void theForkAnswers(@Routed("word") RequestSpecification word) {
        word.get("/").then().statusCode(200).body(equalTo("fork"));
    }

    @Test
    void theBaselineAnswersOthers(@Baseline("word") RequestSpecification word) {
        word.get("/").then().statusCode(200).body(equalTo("baseline"));
    }

    public static final class Town implements Blueprint {

        private static final String WORKLOAD = """
                apiVersion: v1
                kind: Namespace
                metadata: {name: town, labels: {istio-injection: enabled}}
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: word}
                spec:
                  selector: {app: word}
                  ports: [{name: http, port: 80, targetPort: 8080}]
                ---
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: word}
                spec:
                  selector: {matchLabels: {app: word}}
                  template:
                    metadata: {labels: {app: word}}
                    spec:
                      containers:
                      - name: word
                        image: town/word:1
                        ports: [{containerPort: 8080}]
                        env: [{name: WORD, value: baseline}]
                        readinessProbe: {httpGet: {path: /, port: 8080}}
                """;

        @Override
        public void describe(ClusterSpec cluster) {
            cluster.namespace("town").manifests(WORKLOAD);
            cluster.images().inProcess("town/word:*", Town::serve);
        }

        private static PodServer serve(PodContainer container) throws IOException {
            byte[] word = container.env().get("WORD").getBytes(StandardCharsets.UTF_8);
            HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
            server.createContext("/", exchange -> {
                exchange.sendResponseHeaders(200, word.length);
                exchange.getResponseBody().write(word);
                exchange.close();
            });
            server.start();
            return PodServer.of(8080, server.getAddress().getPort(), () -> server.stop(0));
        }
    }
}
