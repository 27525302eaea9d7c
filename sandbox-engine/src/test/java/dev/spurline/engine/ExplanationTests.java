// SPDX-License-Identifier: Apache-2.0
package dev.spurline.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spurline.Diagnosis;
import dev.spurline.Explanation;
import dev.spurline.LiveSandbox;
import dev.spurline.MeshRequest;
import dev.spurline.SandboxEngine;
import dev.spurline.SandboxException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an engine explains of requests in a cluster, with the rights of docs/rbac.yaml alone. */
class ExplanationTests {

    @TempDir
    static Path directory;

    private static HopsCluster cluster;
    private static SandboxEngine engine;

    @BeforeAll
    static void start() throws IOException {
        cluster = HopsCluster.start(directory);
        engine = SandboxEngine.connect(cluster.settings(Duration.ofMinutes(1)));
    }

    @AfterAll
    static void stop() {
        engine.close();
        cluster.close();
    }

    @Test
    void withoutARouteTheServiceItselfIsAsked() {
        Explanation explanation = engine.explain(MeshRequest.to("back").from("hops/front"));

        assertThat(explanation).hasToString("""
                GET / to back from hops/front: Service [hops/back:80], workloads [hops/back]
                  to the Service itself, because no route is on it for this caller
                  not known:
                    HTTPRoutes of other namespaces cannot be read (no permission to list it): one there may decide instead""");
    }

    @Test
    void requestsWithTheKeyReachTheForkAndOthersTheBaseline() {
        try (LiveSandbox sandbox = engine.open(HopsCluster.backForked())) {
            String key = sandbox.key().value();
            MeshRequest request = MeshRequest.to("back:80").from("hops/front").path("/a?b=c");

            Explanation keyed = engine.explain(request.headers(sandbox.headers()));
            Explanation plain = engine.explain(request.header("x-spurline-key", "other"));

            assertThat(keyed.destinations()).singleElement().satisfies(fork -> {
                assertThat(fork.service()).isEqualTo("hops/back-" + key);
                assertThat(fork.workloads()).containsExactly("hops/back-" + key);
            });
            assertThat(keyed.winner()).get().hasFieldOrPropertyWithValue("object", "HTTPRoute [hops/back-" + key + "]");
            assertThat(plain.destinations())
                    .singleElement()
                    .hasFieldOrPropertyWithValue("service", "hops/back")
                    .satisfies(back -> assertThat(back.workloads()).containsExactly("hops/back"));
            assertThat(plain.toString())
                    .contains("header [baggage] is absent, wants regex [")
                    .contains("header [x-spurline-key] is [other], wants exact [%s]".formatted(key));
        }
    }

    @Test
    void aDiagnosisTellsWhereRequestsWithTheKeyGo() {
        try (LiveSandbox sandbox = engine.open(HopsCluster.backForked())) {
            String key = sandbox.key().value();
            sandbox.sent(URI.create("http://localhost:1/order/7?fast=yes"));

            Diagnosis diagnosis = sandbox.diagnosis();

            assertThat(diagnosis.files().get("routes.txt"))
                    .startsWith(
                            "GET /order/7?fast=yes to hops/back: Service [hops/back-%1$s:80], workloads [hops/back-%1$s]%n  by HTTPRoute [hops/back-%1$s], spec.rules["
                                    .formatted(key));
            assertThat(diagnosis.summary()).doesNotContain("/order/7");
        }
    }

    @Test
    void aServiceThatIsNotThereIsNamedWithTheNearest() {
        assertThatThrownBy(() -> engine.explain(MeshRequest.to("hops/bac")))
                .isInstanceOf(SandboxException.class)
                .hasMessage("There is no Service [bac] in namespace [hops]: did you mean [hops/back]?");
    }
}
