// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spurline.LiveSandbox;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Classes whose run leaves a report. */
class RunReportTestCase {

    static final String SECRET = "planted-4c21";

    private static String get(HttpClient client, URI uri) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                .body();
    }

    @HouseSandbox
    static class Passes {

        @Test
        void asksThePrice(@Routed("front") RequestSpecification front) {
            assertThat(front.get("/").asString()).startsWith("9 ");
        }

        @RepeatedTest(2)
        void asksTheBaseline(@Baseline("front") URI front) throws Exception {
            assertThat(get(HttpClient.newHttpClient(), front)).doesNotStartWith("9 ");
        }

        @Test
        @Disabled("it is no part of the report")
        void isNotRun() {}
    }

    @Sandbox(
            namespace = "house",
            blueprint = HouseCluster.class,
            fork = @Fork(value = "price", env = "PRICE=9", secretEnv = "API_TOKEN=" + SECRET))
    static class Fails {

        @Test
        @DisplayName("tells " + SECRET)
        void tellsTheToken(@Routed HttpClient client, @Routed("front") URI front) throws Exception {
            assertThat(get(client, front)).isEqualTo("with <" + SECRET + ">");
        }
    }

    @Sandbox(
            namespace = "house",
            blueprint = HouseCluster.class,
            fork = @Fork(value = "price", env = "PRICE=9", secretEnv = "API_TOKEN=" + SECRET))
    static class Compares {

        @Test
        void theBaselineAndTheFork(LiveSandbox sandbox) {
            sandbox.compare("front", "/price?token=" + SECRET);
        }
    }

    @HouseSandbox
    static class SendsNothing {

        @Test
        void passes() {}
    }

    @Sandbox(namespace = "house", blueprint = HouseCluster.class, fork = @Fork("prise"))
    static class Misspelt {

        @Test
        void isNotRun() {}
    }

    @Sandbox(namespace = "house", fork = @Fork("price"))
    static class Elsewhere {

        @Test
        void isNotRun() {}
    }

    static class WithoutSandbox {

        @Test
        void passes() {}
    }
}
