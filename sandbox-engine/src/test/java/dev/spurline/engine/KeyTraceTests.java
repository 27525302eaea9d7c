// SPDX-License-Identifier: Apache-2.0
package dev.spurline.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.spurline.ClusterSettings;
import dev.spurline.ForkSpec;
import dev.spurline.KeyTrace;
import dev.spurline.KeyTrace.Call;
import dev.spurline.LiveSandbox;
import dev.spurline.SandboxEngine;
import dev.spurline.SandboxException;
import dev.spurline.SandboxSpec;
import dev.spurline.Settings;
import dev.spurline.TraceRequest;
import dev.spurline.cluster.ClusterSpec.Mesh;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which Service lost the key, as a sandbox tells that is asked. */
class KeyTraceTests {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final String NO_LIBRARY =
            "Its pod template shows no agent of OpenTelemetry or Datadog and no setting of Micrometer: "
                    + "without such a library a program hands on only the headers that it copies itself. "
                    + "How services hand it on: docs/propagation.md";

    private static final String LIFE =
            ", unless these were calls of its own or for requests that no proxy read here has counted. ";

    private static final String HTTP_ROUTE = """
            apiVersion: gateway.networking.k8s.io/v1
            kind: HTTPRoute
            metadata: {name: of-the-owner, namespace: hops}
            spec:
              parentRefs: [{group: "", kind: Service, name: middle}]
              rules:
              - matches: [{path: {type: PathPrefix, value: /}}]
                backendRefs: [{name: middle, port: 80}]
            """;

    @ParameterizedTest(name = "{0}, {1}")
    @CsvSource({"ISTIO, auto", "ISTIO, virtual-service", "LINKERD, auto"})
    void namesTheServiceThatDropsTheKey(Mesh mesh, String routing) {
        with(new ThreeHops(mesh, "middle"), routing, sandbox -> {
            KeyTrace trace = sandbox.trace(TraceRequest.get("front", "/"));

            assertThat(trace.status()).hasValue(200);
            assertThat(trace.withKey()).containsExactly(new Call("front", "middle", 1));
            assertThat(trace.withoutKey()).containsExactly(new Call("middle", "back", 1));
            assertThat(trace.unknown()).isEmpty();
            assertThat(trace.message())
                    .isEqualTo("middle received the key and called back without it: middle does not forward [baggage]. "
                            + NO_LIBRARY);
            assertThat(sandbox.evidence().forks().get(0).reached()).isFalse();
        });
    }

    @ParameterizedTest(name = "{0}, {1}")
    @CsvSource({"ISTIO, auto", "ISTIO, virtual-service", "LINKERD, auto"})
    void followsTheKeyToTheForkByTheRoutesOfOthers(Mesh mesh, String routing) {
        String route = routing.equals("auto") ? HTTP_ROUTE : MIDDLE_BY_VIRTUAL_SERVICE;
        with(new ThreeHops(mesh, "nobody", route), routing, sandbox -> {
            KeyTrace trace = sandbox.trace(TraceRequest.get("front", "/"));

            assertThat(trace.unknown()).isEmpty();
            assertThat(trace.withKey()).containsExactly(new Call("front", "middle", 1), new Call("middle", "back", 1));
            assertThat(trace.lost()).isEmpty();
            assertThat(trace.message())
                    .isEqualTo("Services [back, middle] were called with the key,"
                            + " and nobody who received it called another one without it");
            assertThat(sandbox.evidence().forks().get(0).routed()).hasValue(1);
        });
    }

    private static final String MIDDLE_BY_VIRTUAL_SERVICE = """
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: of-the-owner, namespace: hops}
            spec:
              hosts: [middle]
              http:
              - route: [{destination: {host: middle}}]
            """;

    /** In the embedded cluster nobody has to ask. */
    @Test
    void hintsOfMissingEvidenceNameTheServiceThatDropsTheKey() {
        with(new ThreeHops(Mesh.ISTIO, "middle"), "auto", sandbox -> {
            send(sandbox);

            await().untilAsserted(
                            () -> assertThat(sandbox.evidence().forks().get(0).hints())
                                    .containsExactly(
                                            "middle received the key and called back without it: middle does not forward [baggage]"
                                                    + LIFE
                                                    + NO_LIBRARY));
        });
    }

    @Test
    void countsByRoutesThatStayWhereThatIsAskedFor() {
        Map<String, String> asked = Map.of("spurline.trace", "on-missing-evidence");
        with(new ThreeHops(Mesh.LINKERD, "middle"), asked, sandbox -> {
            send(sandbox);

            await().untilAsserted(
                            () -> assertThat(sandbox.evidence().forks().get(0).hints())
                                    .containsExactly(
                                            "middle received the key and called back without it: middle does not forward [baggage]"
                                                    + LIFE
                                                    + NO_LIBRARY));
            assertThat(sandbox.trace(TraceRequest.get("front", "/")).withKey())
                    .containsExactly(new Call("front", "middle", 1));
        });
    }

    private static void send(LiveSandbox sandbox) {
        URI entry = sandbox.uri("front");
        HttpRequest.Builder request = HttpRequest.newBuilder(entry.resolve("/"));
        sandbox.headers().forEach(request::header);
        try {
            assertThat(CLIENT.send(request.build(), BodyHandlers.ofString()).body())
                    .isEqualTo("front baseline, middle baseline, back baseline");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        sandbox.sent(entry);
    }

    @Test
    void namesTheEntryIfThatDropsTheKey() {
        with(new ThreeHops(Mesh.ISTIO, "front"), "auto", sandbox -> {
            KeyTrace trace = sandbox.trace(
                    TraceRequest.of("front", "POST", "/orders").withBody("{}").withHeader("baggage", "user=alice"));

            assertThat(trace.services()).isEmpty();
            assertThat(trace.lost())
                    .singleElement()
                    .satisfies(hop -> assertThat(hop.sentence())
                            .isEqualTo("front received the key and called middle without it:"
                                    + " front does not forward [baggage]"));
        });
    }

    /** A way in that others have set up may take the header off. It has a path of its own. */
    @Test
    void blamesNobodyBehindAnIngressOfOthers() throws IOException {
        HttpServer ingress = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        ingress.createContext("/", exchange -> {
            exchange.sendResponseHeaders(exchange.getRequestURI().toString().equals("/shop//x") ? 200 : 404, -1);
            exchange.close();
        });
        ingress.start();
        String address =
                "http://localhost:%d/shop".formatted(ingress.getAddress().getPort());
        Map<String, String> properties =
                Map.of("spurline.entry.front", address, "spurline.trace", "on-missing-evidence");
        try {
            with(new ThreeHops(Mesh.ISTIO, "front"), properties, sandbox -> {
                KeyTrace trace = sandbox.trace(TraceRequest.get("front", "//x"));

                assertThat(trace.status()).hasValue(200);
                assertThat(trace.lost()).isEmpty();
                assertThat(trace.message())
                        .isEqualTo("Whether Service [front] received the key is not known: the request went in at [%s]"
                                .formatted(address));
            });
        } finally {
            ingress.stop(0);
        }
    }

    /** By metrics it would be missing in every request. */
    @Test
    void countsNothingByMetricsWhereTheKeyIsInOtherHeaders() {
        Map<String, String> properties = Map.of("spurline.headers", "x-tenant");
        with(new ThreeHops(Mesh.ISTIO, "middle"), properties, sandbox -> {
            send(sandbox);

            assertThat(sandbox.evidence().forks().get(0).hints()).isEmpty();
        });
    }

    @Test
    void saysOfWhichServiceItDoesNotKnow() {
        String rule = """
                apiVersion: networking.istio.io/v1
                kind: DestinationRule
                metadata: {name: of-the-owner, namespace: hops}
                spec: {host: middle, trafficPolicy: {loadBalancer: {simple: ROUND_ROBIN}}}
                """;
        with(new ThreeHops(Mesh.ISTIO, "middle", rule), "auto", sandbox -> {
            KeyTrace trace = sandbox.trace(TraceRequest.get("front", "/"));

            assertThat(trace.lost()).isEmpty();
            assertThat(trace.message())
                    .isEqualTo(
                            "Whether Service [middle] was called with the key is not known:"
                                    + " DestinationRule [hops/of-the-owner] says how it is called, which its twin would not have");
        });
    }

    @Test
    void sendsNothingWhereNothingCanBeRead() {
        with(new ThreeHops(Mesh.ISTIO, "middle"), "direct", sandbox -> {
            KeyTrace trace = sandbox.trace(TraceRequest.get("front", "/"));

            assertThat(trace.status()).isEmpty();
            assertThat(trace.message())
                    .isEqualTo("Who calls whom with the key is not known: where no route is written,"
                            + " nothing makes requests countable");
        });
    }

    @Test
    void tellsOfAServiceThatIsNotThere() {
        with(
                new ThreeHops(Mesh.ISTIO, "middle"),
                "auto",
                sandbox -> assertThatThrownBy(() -> sandbox.trace(TraceRequest.get("frount", "/")))
                        .isInstanceOf(SandboxException.class)
                        .hasMessage("There is no Service [frount] in namespace [hops]: did you mean [front]?"));
    }

    private static void with(ThreeHops hops, String routing, Consumer<LiveSandbox> test) {
        with(hops, Map.of("spurline.routing", routing), test);
    }

    private static void with(ThreeHops hops, Map<String, String> properties, Consumer<LiveSandbox> test) {
        ClusterSettings settings = ClusterSettings.from(name ->
                        Optional.ofNullable(properties.get(name)).map(text -> new Settings.Value(text, "the test")))
                .withBlueprint(hops);
        try (SandboxEngine engine = SandboxEngine.connect(settings);
                LiveSandbox sandbox = engine.open(SandboxSpec.builder()
                        .fork(ForkSpec.of("back").env("WORD", "forked"))
                        .build())) {
            test.accept(sandbox);
        }
        hops.power().refuseRefusals();
    }
}
