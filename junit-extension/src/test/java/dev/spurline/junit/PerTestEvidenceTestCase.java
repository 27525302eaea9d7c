// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spurline.LiveSandbox;
import dev.spurline.RoutingKey;
import io.restassured.specification.RequestSpecification;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Tests of one sandbox that run at the same time, some of which reach the fork. */
final class PerTestEvidenceTestCase {

    private static final int PARTIES = 5;

    private PerTestEvidenceTestCase() {}

    /** Holds tests until all have begun, so that what one sends is sent while the others run. */
    private static void meet(CyclicBarrier barrier) throws Exception {
        barrier.await(1, TimeUnit.MINUTES);
    }

    /** The proxy's metrics tell whose request it was. */
    @Sandbox(namespace = "house", fork = @Fork(value = "price", env = "PRICE=9"), blueprint = TaggedHouseCluster.class)
    @Execution(ExecutionMode.CONCURRENT)
    static class Told {

        private static final CyclicBarrier ALL_BEGUN = new CyclicBarrier(PARTIES);
        private static final CyclicBarrier ALL_SENT = new CyclicBarrier(PARTIES);

        @BeforeEach
        void begin() throws Exception {
            meet(ALL_BEGUN);
        }

        @Test
        @ReachesFork("price")
        void arrives(@Routed("front") RequestSpecification front) throws Exception {
            assertThat(front.get("/price").asString()).startsWith("9 ").contains(",spurline-test=");
            meet(ALL_SENT);
        }

        @Test
        @ReachesFork("price")
        void arrivesEncoded(@Routed("front") RequestSpecification front) throws Exception {
            assertThat(front.header("baggage", "user=alice;p=1")
                            .get("/encoding")
                            .asString())
                    .startsWith("9 ")
                    .endsWith(",user=alice%3Bp%3D1");
            meet(ALL_SENT);
        }

        @Test
        @ReachesFork("price")
        void arrivesFromAnotherClient(@Routed("front") URI front, LiveSandbox sandbox) throws Exception {
            HttpRequest.Builder request = HttpRequest.newBuilder(front.resolve("/price"));
            sandbox.headers().forEach(request::header);

            assertThat(HttpClient.newHttpClient()
                            .send(request.build(), BodyHandlers.ofString())
                            .body())
                    .startsWith("9 ");
            meet(ALL_SENT);
        }

        @Test
        @ReachesFork("price")
        void isNotPassedOn(@Routed("front") RequestSpecification front) throws Exception {
            assertThat(front.get("/deaf").asString()).startsWith("7 ");
            meet(ALL_SENT);
        }

        @Test
        @ReachesFork("price")
        void sendsNothing(RoutingKey key) throws Exception {
            assertThat(key).isNotNull();
            meet(ALL_SENT);
        }
    }

    /** A run carries the number of the test that asked for it, and counts for no other. */
    @Sandbox(
            namespace = "house",
            fork = {@Fork(value = "price", env = "PRICE=9"), @Fork(value = "cj/report", env = "SINCE=today")},
            blueprint = TaggedHouseCluster.class)
    @Execution(ExecutionMode.CONCURRENT)
    static class Runs {

        private static final CyclicBarrier ALL_BEGUN = new CyclicBarrier(2);
        private static final CyclicBarrier ALL_RUN = new CyclicBarrier(2);

        @BeforeEach
        void begin() throws Exception {
            meet(ALL_BEGUN);
        }

        @Test
        @ReachesFork({"price", "cj/report"})
        void runs(LiveSandbox sandbox) throws Exception {
            assertThat(sandbox.run("cronjob/report").log())
                    .contains(": 9 spurline=" + sandbox.key() + ",spurline-test=");
            meet(ALL_RUN);
        }

        @Test
        @ReachesFork({"price", "cronjob/report"})
        void runsNothing(RoutingKey key) throws Exception {
            assertThat(key).isNotNull();
            meet(ALL_RUN);
        }
    }

    /** The client knows what it sent through its own tunnel into the fork. */
    @HouseSandbox
    @Execution(ExecutionMode.CONCURRENT)
    static class Direct {

        private static final CyclicBarrier ALL_BEGUN = new CyclicBarrier(2);
        private static final CyclicBarrier ALL_SENT = new CyclicBarrier(2);

        @BeforeEach
        void begin() throws Exception {
            meet(ALL_BEGUN);
        }

        @Test
        @ReachesFork("price")
        void arrives(@Routed("price") RequestSpecification price) throws Exception {
            assertThat(price.get("/").asString()).startsWith("9 ");
            meet(ALL_SENT);
        }

        @Test
        @ReachesFork("price")
        void sendsNothing(RoutingKey key) throws Exception {
            assertThat(key).isNotNull();
            meet(ALL_SENT);
        }
    }
}
