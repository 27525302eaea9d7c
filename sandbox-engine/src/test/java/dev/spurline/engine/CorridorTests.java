// SPDX-License-Identifier: Apache-2.0
package dev.spurline.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import dev.spurline.ClusterSettings;
import dev.spurline.EvidenceReport;
import dev.spurline.ForkFailedException;
import dev.spurline.ForkSpec;
import dev.spurline.LiveSandbox;
import dev.spurline.SandboxEngine;
import dev.spurline.SandboxException;
import dev.spurline.SandboxSpec;
import dev.spurline.framework.TestViews;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class CorridorTests {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final TwoHops HOPS = new TwoHops();
    private static SandboxEngine engine;

    @BeforeAll
    static void connect() {
        engine = SandboxEngine.connect(
                ClusterSettings.from(name -> Optional.empty()).withBlueprint(HOPS));
    }

    @AfterAll
    static void close() {
        engine.close();
        HOPS.power().refuseRefusals();
    }

    @Test
    void aKeyedRequestReachesTheForkAndIsProven() throws Exception {
        SandboxSpec spec = SandboxSpec.builder()
                .owner("CorridorTests")
                .fork(ForkSpec.of("back").env("WORD", "forked"))
                .build();

        try (LiveSandbox sandbox = engine.open(spec)) {
            URI entry = sandbox.uri("front");

            assertThat(get(entry, sandbox.headers())).isEqualTo("front baseline, back forked");
            assertThat(get(entry, Map.of())).isEqualTo("front baseline, back baseline");
            EvidenceReport.ForkEvidence evidence = sandbox.evidence().forks().get(0);
            assertThat(evidence.routed()).hasValue(1);
            assertThat(evidence.direct()).isZero();
        }
    }

    @Test
    void tellsTestsApartForWhoeverNumbersThem() throws Exception {
        try (LiveSandbox sandbox = engine.open(back("forked"))) {
            LiveSandbox seventh = TestViews.of(sandbox, 7);
            URI tunnel = seventh.uri("back:http");
            get(tunnel, seventh.headers());
            seventh.sent(tunnel);

            assertThat(seventh.headers().get("baggage"))
                    .matches("spurline=" + sandbox.key() + ",spurline-test=[a-z][a-z2-7]{9}\\.000007");
            assertThat(sandbox.headers()).containsEntry("baggage", "spurline=" + sandbox.key());
            assertThat(sandbox.evidence().forks().get(0).byTest()).containsOnlyKeys(7);
            assertThatThrownBy(() -> TestViews.of(sandbox, -1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("Test number [-1] is not in [0, 999999999]");
        }
    }

    @Test
    void twoForksShareOneKey() throws Exception {
        SandboxSpec spec = SandboxSpec.builder()
                .fork(ForkSpec.of("front").env("WORD", "forked"))
                .fork(ForkSpec.of("back").env("WORD", "forked"))
                .build();

        try (LiveSandbox sandbox = engine.open(spec)) {
            // Behind the ingress gateway nothing would lead to the fork of front.
            URI tunnel = sandbox.uri("front:http");
            String answer = get(tunnel, sandbox.headers());
            sandbox.sent(tunnel);

            assertThat(answer).isEqualTo("front forked, back forked");
            assertThat(sandbox.evidence().forks()).allMatch(EvidenceReport.ForkEvidence::reached);
        }
    }

    @Test
    void aForkedServiceAtTheIngressGatewayIsEnteredByPortForwardIfItsPortIsNamed() throws Exception {
        SandboxSpec spec = SandboxSpec.builder()
                .fork(ForkSpec.of("front").env("WORD", "forked"))
                .build();

        try (LiveSandbox sandbox = engine.open(spec)) {
            assertThat(get(sandbox.uri("front:http"), sandbox.headers())).isEqualTo("front forked, back baseline");
            assertThat(sandbox.evidence().forks().get(0).hints()).isEmpty();
            assertThat(get(sandbox.uri("front"), sandbox.headers())).isEqualTo("front baseline, back baseline");
            assertThat(sandbox.evidence().forks().get(0).hints())
                    .singleElement(STRING)
                    .startsWith("Service [front] of a fork is entered at the ingress gateway of the cluster, ");
            assertThat(engine.plan(spec).prose())
                    .contains("\n- Service [front] of a fork is entered at the ingress gateway of the cluster, "
                            + "which sends to the baseline, whatever key a request carries, for it follows no route of a Service: "
                            + "let a test name the port ([front:80]), and requests go into the fork by port-forward, "
                            + "or set spurline.entry.front to a way in through a pod with a proxy\n");
        }
    }

    @Test
    void twoSandboxesOnOneServiceDoNotMix() throws Exception {
        try (LiveSandbox one = engine.open(back("one"));
                LiveSandbox two = engine.open(back("two"))) {
            assertThat(get(one.uri("front"), one.headers())).isEqualTo("front baseline, back one");
            assertThat(get(two.uri("front"), two.headers())).isEqualTo("front baseline, back two");
            assertThat(get(two.uri("front"), Map.of())).isEqualTo("front baseline, back baseline");
        }
    }

    @Test
    void aTunnelIntoAForkIsDirectEvidence() throws Exception {
        try (LiveSandbox sandbox = engine.open(back("forked"))) {
            URI tunnel = sandbox.uri("back");

            assertThat(get(tunnel, sandbox.headers())).isEqualTo("back forked");
            assertThat(get(sandbox.baselineUri("back"), sandbox.headers())).isEqualTo("back baseline");
            sandbox.sent(tunnel);
            sandbox.sent(sandbox.baselineUri("back"));
            assertThat(sandbox.evidence().forks().get(0).direct()).isEqualTo(1);
        }
    }

    @Test
    void closingTwiceDoesNothingMore() {
        LiveSandbox sandbox = engine.open(back("forked"));

        sandbox.close();
        sandbox.close();

        assertThatThrownBy(() -> sandbox.uri("front"))
                .isInstanceOf(SandboxException.class)
                .hasMessage("Sandbox [%s] is closed".formatted(sandbox.key()));
    }

    @Test
    void anImageThatCannotBePulledEndsTheWait() {
        SandboxSpec spec = SandboxSpec.builder()
                .fork(ForkSpec.of("back").image("nowhere/back:1"))
                .build();

        assertThatThrownBy(() -> engine.open(spec))
                .isInstanceOf(ForkFailedException.class)
                .hasMessageStartingWith("Fork [deployment/back] in namespace [hops] cannot become ready: "
                        + "container [back] with image [nowhere/back:1] is in [ImagePullBackOff]")
                .hasMessageContaining("events of back-")
                // The event that says the same may come later than the container's state.
                .hasMessageContaining("failed to pull and unpack image \"docker.io/nowhere/back:1\"");
    }

    @Test
    void aCrashLoopEndsTheWaitWithTheLastLogLines() {
        SandboxSpec spec = SandboxSpec.builder()
                .fork(ForkSpec.of("back").image("test/back:crash"))
                .build();

        assertThatThrownBy(() -> engine.open(spec))
                .isInstanceOf(ForkFailedException.class)
                .hasMessageContaining("is in [CrashLoopBackOff], last exit code [1]")
                .hasMessageContaining("no database at db:5432");
    }

    private static SandboxSpec back(String word) {
        return SandboxSpec.builder().fork(ForkSpec.of("back").env("WORD", word)).build();
    }

    private static String get(URI uri, Map<String, String> headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri.resolve("/"));
        headers.forEach(request::header);
        return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
