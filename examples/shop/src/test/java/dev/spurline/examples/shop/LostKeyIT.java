// SPDX-License-Identifier: Apache-2.0
package dev.spurline.examples.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.spurline.junit.Fork;
import dev.spurline.junit.Routed;
import dev.spurline.junit.Sandbox;
import io.restassured.specification.RequestSpecification;
import org.junit.jupiter.api.Test;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** What is said of a test whose requests a service takes the key from: it would be green, with the answers of the baseline. */
class LostKeyIT {

    private static final String MESSAGE = """
            No request of [%s] reached fork [deployment/pricing], so its tests prove nothing about it: \
            tests passed [1], requests sent with the key [1], served by the fork [0]. \
            newsletter received the key and called pricing without it: newsletter does not forward [baggage], \
            unless these were calls of its own or for requests that no proxy read here has counted. \
            Its pod template shows no agent of OpenTelemetry or Datadog and no setting of Micrometer: without such a \
            library a program hands on only the headers that it copies itself. \
            How services hand it on: docs/propagation.md. \
            Check that every service on the way forwards the header [baggage] and that the way leads to [pricing]; \
            if it is meant so, set evidence = Evidence.WARN""".formatted(AsksTheNewsletter.class.getName());

    @Test
    void theServiceThatForgetsItIsNamed() {
        TestExecutionSummary summary = run(AsksTheNewsletter.class);

        assertThat(summary.getTestsSucceededCount()).isEqualTo(1);
        assertThat(summary.getFailures())
                .singleElement()
                .extracting(failure -> failure.getException().getMessage())
                .isEqualTo(MESSAGE);
    }

    private static TestExecutionSummary run(Class<?> test) {
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(test))
                .configurationParameter("junit.jupiter.execution.parallel.enabled", "false")
                // What else runs in this JVM is not what this run leaves there.
                .configurationParameter("junit.jupiter.extensions.autodetection.enabled", "false")
                .configurationParameter("spurline.report", "off")
                .configurationParameter("spurline.trace", "on-missing-evidence")
                .build();
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        LauncherFactory.create().execute(request, listener);
        return listener.getSummary();
    }

    @Sandbox(fork = @Fork(value = "pricing", env = "DISCOUNT=10"))
    static class AsksTheNewsletter {

        @Test
        void somethingIsOffered(@Routed("newsletter") RequestSpecification newsletter) {
            newsletter.get("/offers/42").then().statusCode(200);
        }
    }
}
