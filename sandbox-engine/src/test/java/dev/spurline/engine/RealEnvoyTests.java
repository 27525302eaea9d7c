// SPDX-License-Identifier: Apache-2.0
package dev.spurline.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.spurline.EvidenceReport.ForkEvidence;
import dev.spurline.ForkSpec;
import dev.spurline.LiveSandbox;
import dev.spurline.PreflightException;
import dev.spurline.RoutingKey;
import dev.spurline.SandboxEngine;
import dev.spurline.SandboxSpec;
import dev.spurline.internal.routing.EnvoyLines;
import dev.spurline.internal.routing.ForkMember;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.HostAndPort;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real Envoys, configured as docs/envoy.md says, obey what requests say. Runs where an Envoy is: {@code -Dspurline.envoy=PATH}, or
 * one on the PATH.
 */
class RealEnvoyTests {

    private static final String BASELINE = "200 storefront baseline, cart baseline, pricing baseline";
    private static final Duration LONG = Duration.ofMinutes(1);

    @TempDir
    Path directory;

    private Path binary = Path.of("");

    @BeforeEach
    void find() {
        binary = EnvoyBinary.find();
    }

    @Test
    void whatARequestSaysLeadsItToTheForkAndTheEnvoysTellOfIt() throws Exception {
        try (EnvoyShop shop = new EnvoyShop(binary, directory, RealEnvoyTests::patient);
                SandboxEngine engine = SandboxEngine.connect(shop.settings())) {
            assertThat(shop.get("/", Map.of())).isEqualTo(BASELINE);
            try (LiveSandbox sandbox = engine.open(forked("pricing"))) {
                assertThat(shop.get("/", sandbox.headers()))
                        .isEqualTo("200 storefront baseline, cart baseline, pricing forked");
                assertThat(shop.get("/", Map.of())).isEqualTo(BASELINE);
                assertThat(shop.get("/", Map.of("baggage", "spurline=" + sandbox.key())))
                        .isEqualTo(BASELINE);

                ForkEvidence fork = sandbox.evidence().forks().get(0);
                assertThat(fork.routed()).hasValue(1);
            }
            assertThat(shop.get("/", Map.of())).isEqualTo(BASELINE);
        }
    }

    @Test
    void forksOfOneSandboxCallEachOther() throws Exception {
        try (EnvoyShop shop = new EnvoyShop(binary, directory, RealEnvoyTests::patient);
                SandboxEngine engine = SandboxEngine.connect(shop.settings());
                LiveSandbox sandbox = engine.open(SandboxSpec.builder()
                        .fork(ForkSpec.of("cart").env("WORD", "forked"))
                        .fork(ForkSpec.of("pricing").env("WORD", "forked"))
                        .build())) {
            assertThat(shop.get("/", sandbox.headers()))
                    .isEqualTo("200 storefront baseline, cart forked, pricing forked");

            assertThat(sandbox.evidence().forks())
                    .allSatisfy(fork -> assertThat(fork.routed()).hasValue(1));
        }
    }

    @Test
    void theRouteOfTheBaselineKeepsItsRetriesAndAForkThatIsGoneIsAnsweredFor() throws Exception {
        try (EnvoyShop shop = new EnvoyShop(binary, directory, RealEnvoyTests::patient);
                SandboxEngine engine = SandboxEngine.connect(shop.settings())) {
            Map<String, String> headers;
            try (LiveSandbox sandbox = engine.open(forked("pricing"))) {
                headers = sandbox.headers();

                assertThat(shop.get("/fails", headers))
                        .isEqualTo("503 storefront baseline, cart baseline, pricing forked");

                // The Envoys of storefront and cart try three times each.
                assertThat(sandbox.evidence().forks().get(0).routed()).hasValue(9);
            }
            await().atMost(LONG)
                    .untilAsserted(
                            () -> assertThat(shop.get("/", headers))
                                    .matches(
                                            "503 storefront baseline, cart baseline, "
                                                    + "(DNS resolution failure|upstream connect error .* connection (failure|termination).*)"));
            assertThat(shop.get("/", Map.of())).isEqualTo(BASELINE);
        }
    }

    @Test
    void theRouteOfTheBaselineKeepsItsTimeout() throws Exception {
        try (EnvoyShop shop = new EnvoyShop(binary, directory, UnaryOperator.identity());
                SandboxEngine engine = SandboxEngine.connect(shop.settings());
                LiveSandbox sandbox = engine.open(forked("cart"))) {
            assertThat(shop.get("/hangs", sandbox.headers()))
                    .isEqualTo("504 storefront baseline, upstream request timeout");
        }
    }

    @Test
    void aForkThatFailsIsEjectedAloneWhereTheClusterOfForksDetectsOutliers() throws Exception {
        UnaryOperator<String> detecting = text -> EnvoyPage.detectingOutliers(patient(text));
        try (EnvoyShop shop = new EnvoyShop(binary, directory, detecting);
                SandboxEngine engine = SandboxEngine.connect(shop.settings());
                LiveSandbox failing = engine.open(forked("pricing"));
                LiveSandbox other = engine.open(forked("pricing"))) {
            await().atMost(LONG)
                    .untilAsserted(() -> assertThat(shop.get("/fails", failing.headers()))
                            .isEqualTo("503 storefront baseline, cart baseline, no healthy upstream"));

            assertThat(shop.get("/", other.headers()))
                    .isEqualTo("200 storefront baseline, cart baseline, pricing forked");
            assertThat(shop.get("/", Map.of())).isEqualTo(BASELINE);
        }
    }

    @Test
    void withoutTheLinesNothingIsWrittenAndTheyAreShown() throws Exception {
        UnaryOperator<String> withoutLines = configuration -> configuration.replace("spurline-fork", "other");
        ForkMember member = new ForkMember("pricing", "shop", 8080, "pricing-k7f3q5tbma");
        try (EnvoyShop shop = new EnvoyShop(binary, directory, withoutLines);
                SandboxEngine engine = SandboxEngine.connect(shop.settings())) {
            List<String> pods = shop.callers();

            assertThatThrownBy(() -> engine.open(forked("pricing")))
                    .isInstanceOf(PreflightException.class)
                    .hasMessage(
                            "No Envoy of the callers obeys staging overrides for Service [shop/pricing]: the pages [/config_dump] on port [9901] of the pods %s do not show an expression for [spurline-fork.pricing.shop.8080], in the virtual host and in its route, that takes the header of this sandbox's requests. Configure the Envoys of those who call it as docs/envoy.md says, for this Service with the lines below; if they are others, name them with spurline.callers, or their port with spurline.envoy.admin-port; if only tests call it, set spurline.routing=direct\n%s",
                            pods, EnvoyLines.of(member, "cluster.local", "pricing", false));
            assertThat(shop.client()
                            .configMaps()
                            .inNamespace("shop")
                            .withLabel("spurline.dev/sandbox")
                            .list()
                            .getItems())
                    .isEmpty();
        }
    }

    @Test
    void aSecretIsWantedWhereTheExpressionsHaveIt() throws Exception {
        UnaryOperator<String> secret = configuration -> configuration.replace("{9})[", "{9})\\.s3cr3t-of-ours[");
        try (EnvoyShop shop = new EnvoyShop(binary, directory, secret);
                SandboxEngine engine =
                        SandboxEngine.connect(shop.settings(Map.of("spurline.envoy.secret", "s3cr3t-of-ours")));
                LiveSandbox sandbox = engine.open(forked("pricing"))) {
            assertThat(shop.get("/", sandbox.headers()))
                    .isEqualTo("200 storefront baseline, cart baseline, pricing forked");

            String withoutSecret =
                    String.valueOf(sandbox.headers().get("baggage")).replace(".s3cr3t-of-ours", "");
            assertThat(shop.get("/", Map.of("baggage", withoutSecret))).isEqualTo(BASELINE);
        }
    }

    /** As gRPC needs it, whatever the Envoy speaks to the baseline. */
    @Test
    void aCallOfHttp2ReachesTheForkAsOneAndItsTrailersComeBack() throws Exception {
        Vertx vertx = Vertx.vertx();
        try (ServiceNetwork network = new ServiceNetwork("shop", Set.of(), 8080)) {
            network.answering("shop", "pricing", 8080, request -> answerCall(request, "baseline"));
            network.answering("shop", "pricing-k7f3q5tbma", 8080, request -> answerCall(request, "fork"));
            try (EnvoyProcess envoy =
                    EnvoyProcess.start(binary, directory, EnvoyPage.sidecar("pricing", network.dnsPort()))) {
                String member = "spurline-fork.pricing.shop.8080=pricing-k7f3q5tbma";

                assertThat(call(vertx, envoy, member)).isEqualTo("fork HTTP_2, grpc-status 0");
                assertThat(call(vertx, envoy, "tenant=a")).startsWith("baseline HTTP_1_1");
            }
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    private static void answerCall(HttpServerRequest request, String name) {
        request.response().setChunked(true).putTrailer("grpc-status", "0").end(name + " " + request.version());
    }

    private static String call(Vertx vertx, EnvoyProcess envoy, String baggage) throws Exception {
        HttpClientOptions options =
                new HttpClientOptions().setProtocolVersion(HttpVersion.HTTP_2).setHttp2ClearTextUpgrade(false);
        RequestOptions request = new RequestOptions()
                .setHost("127.0.0.1")
                .setPort(envoy.listener())
                .setMethod(HttpMethod.POST)
                .setURI("/shop.Prices/Get")
                .putHeader("baggage", baggage)
                .putHeader("te", "trailers");
        HttpClient client = vertx.createHttpClient(options);
        return client.request(request)
                .compose(sent ->
                        sent.authority(HostAndPort.create("pricing", 8080)).send())
                .compose(response ->
                        response.body().map(body -> body + ", grpc-status " + response.getTrailer("grpc-status")))
                .toCompletionStage()
                .toCompletableFuture()
                .get(1, TimeUnit.MINUTES);
    }

    @Test
    void aThousandSandboxesAreToldApart() throws Exception {
        try (ServiceNetwork network = new ServiceNetwork("shop", Set.of(), 8080)) {
            network.answering("shop", "pricing", 8080, "baseline");
            List<RoutingKey> keys =
                    Stream.generate(RoutingKey::random).limit(1000).toList();
            for (RoutingKey key : keys) {
                network.answering("shop", "pricing-" + key, 8080, key.value());
            }
            try (EnvoyProcess envoy =
                    EnvoyProcess.start(binary, directory, EnvoyPage.sidecar("pricing", network.dnsPort()))) {
                for (RoutingKey key : keys) {
                    String member = "spurline-fork.pricing.shop.8080=pricing-" + key;

                    assertThat(envoy.get("pricing:8080", Map.of("baggage", "spurline=" + key + "," + member)))
                            .isEqualTo("200 " + key);
                }
                assertThat(envoy.get("pricing:8080", Map.of())).isEqualTo("200 baseline");
                assertThat(envoy.get(
                                "pricing:8080",
                                Map.of("baggage", "spurline-fork.pricing.shop.8080=pricing-k7f3q5tbma")))
                        .isEqualTo("503 DNS resolution failure");
            }
        }
    }

    /** On a busy machine a request may take longer than the route of the page allows. */
    private static String patient(String configuration) {
        return configuration.replace("timeout: 2s", "timeout: 60s");
    }

    private static SandboxSpec forked(String workload) {
        return SandboxSpec.builder()
                .fork(ForkSpec.of(workload).env("WORD", "forked"))
                .build();
    }
}
