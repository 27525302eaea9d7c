// SPDX-License-Identifier: Apache-2.0
package dev.spurline.engine;

import static dev.spurline.engine.HopsCluster.BASELINE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spurline.EvidenceReport.ForkEvidence;
import dev.spurline.ForkSpec;
import dev.spurline.LiveSandbox;
import dev.spurline.SandboxEngine;
import dev.spurline.SandboxSpec;
import dev.spurline.cluster.ClusterSpec.Mesh;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cluster without a mesh: the fork is the first hop of the test's own requests. */
class DirectForkTests {

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @TempDir
    Path directory;

    private HopsCluster cluster;
    private SandboxEngine engine;

    @BeforeEach
    void connect() throws Exception {
        cluster = HopsCluster.start(directory, Mesh.NONE);
        engine = SandboxEngine.connect(cluster.settings(Duration.ofMinutes(1), "direct"));
    }

    @AfterEach
    void close() {
        engine.close();
        cluster.close();
    }

    @Test
    void theForkOfTheEntryAnswersWhatATestSendsItself() throws Exception {
        try (LiveSandbox sandbox = engine.open(forked("front"))) {
            URI front = sandbox.uri("front");

            assertThat(get(sandbox, front)).isEqualTo("front forked, back baseline");

            ForkEvidence fork = sandbox.evidence().forks().get(0);
            assertThat(fork.direct()).isOne();
            assertThat(fork.routed()).hasValue(0);
            assertThat(cluster.get(sandbox.headers())).isEqualTo(BASELINE);
        }
    }

    @Test
    void aForkBehindAnotherWorkloadIsNotReachedAndTheEvidenceSaysSo() throws Exception {
        try (LiveSandbox sandbox = engine.open(forked("back"))) {
            assertThat(get(sandbox, sandbox.uri("front"))).isEqualTo(BASELINE);

            ForkEvidence fork = sandbox.evidence().forks().get(0);
            assertThat(fork.reached()).isFalse();
            assertThat(fork.routed()).hasValue(0);
            assertThat(sandbox.diagnosis().summary())
                    .endsWith("\n  GET / to hops/back: Service [hops/back:80], workloads [hops/back]"
                            + "\n    to the Service itself, because no mesh routes requests here");
        }
    }

    @Test
    void thePlanWarnsOfWhatIsNotSeen() {
        assertThat(engine.plan(forked("front")).prose())
                .contains(
                        "Routing\n- Service [hops/front] is routed by nothing: requests that a test sends to it go straight into the fork, because spurline.routing is [direct]\n",
                        "Warnings\n- Fork of Service [hops/front] gets only the requests that a test itself sends to that Service, because spurline.routing is [direct]: what other workloads send to it reaches the baseline, whatever key it carries, and evidence counts only what the test's own clients send\n");
    }

    private static SandboxSpec forked(String workload) {
        return SandboxSpec.builder()
                .fork(ForkSpec.of(workload).env("WORD", "forked"))
                .build();
    }

    private static String get(LiveSandbox sandbox, URI uri) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri.resolve("/")).timeout(Duration.ofMinutes(1));
        sandbox.headers().forEach(request::header);
        String body =
                HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString()).body();
        sandbox.sent(uri);
        return body;
    }
}
