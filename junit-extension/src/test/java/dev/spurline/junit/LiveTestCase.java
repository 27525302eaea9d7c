// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spurline.Comparison;
import dev.spurline.ForkSpec;
import dev.spurline.JobResult;
import dev.spurline.LiveSandbox;
import dev.spurline.RoutingKey;
import dev.spurline.SandboxException;
import io.restassured.specification.RequestSpecification;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Classes that use the extension rightly, and assert for themselves what they see. */
@SuppressWarnings({"NullAway.Init", "ClassCanBeStatic"})
final class LiveTestCase {

    private static final String TEST = ",spurline-test=[a-z2-7]{10}\\.\\d{6}";

    private LiveTestCase() {}

    private static String get(RequestSpecification front) {
        return front.get("/price").asString();
    }

    @HouseSandbox
    static class Clients {

        @Test
        void specification(@Routed("front") RequestSpecification front, RoutingKey key) {
            assertThat(front.header("baggage", "user=alice").get("/price").asString())
                    .matches("9 spurline=" + key + TEST + ",user=alice");
        }

        @Test
        void baseline(@Baseline("front") RequestSpecification front) {
            assertThat(get(front)).isEqualTo("7 ");
        }

        @Test
        void supplier(@Routed("front:http") Supplier<RequestSpecification> front) {
            assertThat(get(front.get())).startsWith("9 ");
        }

        @Test
        void address(@Routed("front:80") URI front, @Baseline("price") URI price, @Routed HttpClient client)
                throws Exception {
            HttpRequest routed = HttpRequest.newBuilder(front.resolve("/price")).build();
            HttpRequest baseline = HttpRequest.newBuilder(price.resolve("/")).build();

            assertThat(client.send(routed, BodyHandlers.ofString()).body()).startsWith("9 spurline=");
            assertThat(client.send(baseline, BodyHandlers.ofString()).body()).isEqualTo("7 ");
        }

        @Test
        void sandbox(LiveSandbox sandbox, RoutingKey key) {
            assertThat(sandbox.key()).isEqualTo(key);
            assertThat(sandbox.namespace()).isEqualTo("house");
            assertThat(sandbox.forks())
                    .singleElement()
                    .satisfies(fork -> assertThat(fork.workload().name()).isEqualTo("price"));
        }

        @Test
        void closingIsRefused(LiveSandbox sandbox, RoutingKey key) {
            assertThatThrownBy(sandbox::close)
                    .isInstanceOf(SandboxException.class)
                    .hasMessage(
                            "Sandbox [%s] belongs to [%s] and is closed by JUnit: leave close() alone, or open a"
                                    + " sandbox of your own with SandboxEngine",
                            key, getClass().getName());
        }

        @Test
        void unknownService(LiveSandbox sandbox) {
            assertThatThrownBy(() -> sandbox.uri("fron"))
                    .isInstanceOf(SandboxException.class)
                    .hasMessage("There is no Service [fron] in namespace [house]: did you mean [front]?");
        }
    }

    @HouseSandbox
    static class Fields {

        static LiveSandbox shared;

        @Routed("front")
        static Supplier<RequestSpecification> supplier;

        private final LiveSandbox constructed;
        private RoutingKey key;

        @Routed("front")
        private RequestSpecification front;

        @Routed
        private HttpClient client;

        Fields(LiveSandbox constructed) {
            this.constructed = constructed;
        }

        @BeforeAll
        static void fill(RoutingKey key) {
            assertThat(shared.key()).isEqualTo(key);
        }

        @BeforeEach
        void fill(RoutingKey before, TestInfo info) {
            assertThat(before).isEqualTo(key);
            assertThat(info.getTestMethod()).isPresent();
        }

        @Test
        void areFilled() {
            assertThat(constructed.key()).isEqualTo(key).isEqualTo(shared.key());
            // Tests may share what one of them has asked for.
            assertThat(shared.headers()).containsEntry("baggage", "spurline=" + key);
            assertThat(client).isNotNull();
            assertThat(get(front)).startsWith("9 ");
        }

        @Test
        void areFreshForEachTest() {
            front.queryParam("leak", "1");
            assertThat(get(supplier.get())).startsWith("9 ").contains(",spurline-test=");
        }
    }

    @HouseSandbox
    static class Outer {

        private RoutingKey outerKey;

        @Test
        void outer(@Routed("front") RequestSpecification front, RoutingKey key) {
            assertThat(outerKey).isEqualTo(key);
            assertThat(get(front)).startsWith("9 ");
        }

        @Nested
        class Inheriting {

            private RoutingKey innerKey;

            @Test
            void sharesTheOuterSandbox(RoutingKey key) {
                assertThat(key).isEqualTo(outerKey).isEqualTo(innerKey);
            }
        }

        @Nested
        @Sandbox(namespace = "house", fork = @Fork(value = "price", env = "PRICE=8"), blueprint = HouseCluster.class)
        class Own {

            private RoutingKey innerKey;

            @Test
            void hasASecondOne(@Routed("front") RequestSpecification front, RoutingKey key) {
                assertThat(key).isEqualTo(innerKey).isNotEqualTo(outerKey);
                assertThat(get(front)).startsWith("8 ");
            }

            @Nested
            class Deeper {

                @Test
                void sharesTheInnerSandbox(RoutingKey key) {
                    assertThat(key).isEqualTo(innerKey).isNotEqualTo(outerKey);
                }
            }
        }
    }

    @HouseSandbox
    @TestInstance(Lifecycle.PER_CLASS)
    static class PerClass {

        private final LiveSandbox constructed;
        private LiveSandbox sandbox;

        @Routed("front")
        private Supplier<RequestSpecification> front;

        PerClass(LiveSandbox constructed) {
            this.constructed = constructed;
        }

        @BeforeAll
        void fill(RoutingKey key) {
            assertThat(sandbox.key()).isEqualTo(key).isEqualTo(constructed.key());
        }

        @Test
        void one() {
            assertThat(get(front.get())).startsWith("9 ").contains(",spurline-test=");
        }

        @Test
        void two() {
            assertThat(get(front.get())).startsWith("9 ").contains(",spurline-test=");
        }
    }

    @HouseSandbox
    static class Dynamic {

        @TestFactory
        Stream<DynamicTest> tests(@Routed("front") Supplier<RequestSpecification> front) {
            return Stream.of("a", "b")
                    .map(name -> DynamicTest.dynamicTest(
                            name, () -> assertThat(get(front.get())).startsWith("9 ")));
        }
    }

    static class Built {

        @RegisterExtension
        static final SandboxExtension SANDBOX = SandboxExtension.builder()
                .namespace("house")
                .fork(ForkSpec.of("price").env("PRICE", "${NO_SUCH_PRICE:5}"))
                .blueprint(HouseCluster.class)
                .build();

        @Test
        void forks(@Routed("front") RequestSpecification front) {
            assertThat(get(front)).startsWith("5 ");
        }

        @Nested
        @HouseSandbox
        class Own {
            @Test
            void hasASecondOne(@Routed("front") RequestSpecification front) {
                assertThat(get(front)).startsWith("9 ");
            }
        }
    }

    /** A price that the program knows, and that nobody reads in the plan. */
    @Sandbox(
            namespace = "house",
            fork = @Fork(value = "price", secretEnv = "PRICE=${NO_SUCH_PRICE:4711}", env = "CURRENCY=EUR"),
            blueprint = HouseCluster.class)
    static class SecretPrice {

        @Test
        void isToldToTheForkAlone(@Routed("front") RequestSpecification front, LiveSandbox sandbox) {
            assertThat(get(front)).startsWith("4711 ");

            assertThat(sandbox.diagnosis().files().get("plan.yaml"))
                    .contains("- name: PRICE\n          value: '***'", "- name: CURRENCY\n          value: EUR")
                    .doesNotContain("4711");
        }
    }

    static class SecretPriceOfBuilder {

        @RegisterExtension
        static final SandboxExtension SANDBOX = SandboxExtension.builder()
                .namespace("house")
                .fork(ForkSpec.of("price").secretEnv("PRICE", "${NO_SUCH_PRICE:4711}"))
                .blueprint(HouseCluster.class)
                .build();

        @Test
        void isToldToTheForkAlone(@Routed("front") RequestSpecification front, LiveSandbox sandbox) {
            assertThat(get(front)).startsWith("4711 ");

            assertThat(sandbox.diagnosis().files().get("plan.yaml")).doesNotContain("4711");
        }
    }

    static class Inherited extends Clients {}

    /** The first hop percent-encodes what stands behind the first equals sign of each member. */
    @HouseSandbox
    static class Encoding {

        private static final String OWN = "user=alice;p=1";
        private static final String SEEN = ",user=alice%3Bp%3D1";

        @Test
        void specification(@Routed("front") RequestSpecification front, RoutingKey key) {
            assertThat(front.header("baggage", OWN).get("/encoding").asString())
                    .matches("9 spurline=" + key + TEST + SEEN);
        }

        @Test
        void client(@Routed("front") URI front, @Routed HttpClient client, RoutingKey key) throws Exception {
            HttpRequest request = HttpRequest.newBuilder(front.resolve("/encoding"))
                    .header("baggage", OWN)
                    .build();

            assertThat(client.send(request, BodyHandlers.ofString()).body()).matches("9 spurline=" + key + TEST + SEEN);
        }

        @Test
        void headers(@Routed("front") URI front, LiveSandbox sandbox) throws Exception {
            HttpRequest.Builder request = HttpRequest.newBuilder(front.resolve("/encoding"));
            sandbox.headers().forEach(request::header);

            assertThat(HttpClient.newHttpClient()
                            .send(request.build(), BodyHandlers.ofString())
                            .body())
                    .matches("9 spurline=" + sandbox.key() + TEST);
        }
    }

    @HouseSandbox
    @Execution(ExecutionMode.CONCURRENT)
    static class Concurrent {

        @ParameterizedTest
        @ValueSource(ints = {1, 2, 3, 4, 5, 6})
        void carriesItsOwnNumber(int any, @Routed("front") RequestSpecification front, TestReporter reporter) {
            String answer = get(front);
            assertThat(answer).startsWith("9 ");
            reporter.publishEntry("Concurrent", answer.substring(answer.indexOf(",spurline-test=")));
        }
    }

    @HouseSandbox
    static class Reaches {

        @ParameterizedTest
        @ValueSource(ints = {1, 2})
        @ReachesFork("price")
        void arrivesEachTime(int any, @Routed("front") RequestSpecification front) {
            assertThat(get(front)).startsWith("9 ");
        }

        @Test
        @ReachesFork("price")
        void comparesOnBehalfOfTheTest(LiveSandbox sandbox, RoutingKey key) {
            Comparison comparison = sandbox.compare("front", "/price");

            assertThat(comparison.baseline().body()).isEqualTo("7 ");
            assertThat(comparison.fork().body()).matches("9 spurline=" + key + TEST);
        }

        @TestFactory
        @ReachesFork("deployment/price")
        Stream<DynamicTest> arrivesOnce(@Routed("front") Supplier<RequestSpecification> front) {
            return Stream.of(
                    DynamicTest.dynamicTest("no", () -> assertThat(front.get()).isNotNull()),
                    DynamicTest.dynamicTest(
                            "yes", () -> assertThat(get(front.get())).startsWith("9 ")));
        }
    }

    @Sandbox(
            namespace = "house",
            fork = {@Fork(value = "price", env = "PRICE=9"), @Fork(value = "cronjob/report", env = "SINCE=today")},
            blueprint = HouseCluster.class)
    static class OnRequest {

        @Test
        @ReachesFork({"price", "cronjob/report"})
        void runsACronJob(LiveSandbox sandbox, RoutingKey key) {
            JobResult result = sandbox.run("cronjob/report");

            assertThat(result.succeeded()).isTrue();
            assertThat(result.log()).matches("since today: 9 spurline=" + key + TEST);
        }

        @Test
        void runsItOnceMore(LiveSandbox sandbox) {
            JobResult result = sandbox.run("cronjob/report", Duration.ofMinutes(1));

            assertThat(result.exitCode()).hasValue(0);
        }
    }

    @HouseSandbox
    static class InTime {

        @Test
        @Timeout(60)
        void onItsOwnThread(@Routed("front") RequestSpecification front) {
            assertThat(get(front)).startsWith("9 ").contains(",spurline-test=");
        }

        @Test
        @Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
        void onAnotherThread(@Routed("front") RequestSpecification front) {
            assertThat(get(front)).startsWith("9 ").contains(",spurline-test=");
        }
    }

    /** Runs with {@code spurline.headers=signadot}. */
    @HouseSandbox
    static class OtherHeaders {

        @Test
        void carryTheKey(@Routed("front") RequestSpecification front, LiveSandbox sandbox) {
            String key = sandbox.key().value();

            assertThat(sandbox.headers())
                    .containsOnlyKeys("baggage", "tracestate", "uberctx-sd-routing-key", "ot-baggage-sd-routing-key");
            assertThat(front.header("baggage", "user=alice").get("/price").asString())
                    .matches("9 sd-routing-key=" + key + TEST + ",user=alice");
        }
    }
}
