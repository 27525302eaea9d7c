// SPDX-License-Identifier: Apache-2.0
package dev.spurline.examples.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;

/** How long clients live, and what is said of adapters and places that cannot work. */
class AdapterIT {

    private static final String HERE = "dev.spurline.examples.client.AdapterTestCase$";

    @Test
    void closesTheClientsOfATestAfterIt() {
        EngineExecutionResults results = run(AdapterTestCase.Closed.class);

        assertThat(messages(results)).isEmpty();
        results.testEvents().assertStatistics(statistics -> statistics.succeeded(2));
    }

    @Test
    void sharesWithinOneAdapterOnly() {
        EngineExecutionResults results = run(AdapterTestCase.Pools.class);

        assertThat(messages(results)).isEmpty();
        results.testEvents().assertStatistics(statistics -> statistics.succeeded(1));
    }

    @Test
    void namesAnAdapterThatFails() {
        assertThat(messages(run(AdapterTestCase.Broken.class)))
                .containsExactly("Failed to resolve parameter [dev.spurline.examples.client.BrokenAdapter$BrokenClient"
                        + " client] in method [void " + HERE
                        + "Broken.test(dev.spurline.examples.client.BrokenAdapter$BrokenClient)]: Parameter"
                        + " [client] of [" + HERE + "Broken#test] cannot be injected: client adapter"
                        + " [dev.spurline.examples.client.BrokenAdapter] failed: java.lang.IllegalStateException: no"
                        + " channel to http");
    }

    @Test
    void namesAnAdapterThatMakesSomethingElse() {
        assertThat(messages(run(AdapterTestCase.Mistaken.class)))
                .containsExactly("Failed to resolve parameter"
                        + " [dev.spurline.examples.client.MistakenAdapter$MistakenClient client] in method [void "
                        + HERE + "Mistaken.test(dev.spurline.examples.client.MistakenAdapter$MistakenClient)]:"
                        + " Parameter [client] of [" + HERE + "Mistaken#test] cannot be injected: client adapter"
                        + " [dev.spurline.examples.client.MistakenAdapter] made [java.net.URI] and not a"
                        + " [dev.spurline.examples.client.MistakenAdapter$MistakenClient]");
    }

    @Test
    void saysWhichLibraryAnAdapterDoesNotFit() {
        assertThat(messages(run(AdapterTestCase.Outdated.class)))
                .containsExactly("Failed to resolve parameter"
                        + " [dev.spurline.examples.client.OutdatedAdapter$OutdatedClient client] in method [void "
                        + HERE + "Outdated.test(dev.spurline.examples.client.OutdatedAdapter$OutdatedClient)]:"
                        + " Parameter [client] of [" + HERE + "Outdated#test] cannot be injected: client adapter"
                        + " [dev.spurline.examples.client.OutdatedAdapter] failed: java.lang.NoSuchMethodError:"
                        + " OutdatedClient.newer(). [dev.spurline.examples.client.OutdatedAdapter$OutdatedClient] is of"
                        + " [test-classes]: take a version that the adapter was made for, with all that the library"
                        + " needs; docs/clients.md tells the oldest of each");
    }

    @Test
    void saysWhoseRequestsAreNotCountedWhereEvidenceIsMissing() {
        assertThat(messages(run(AdapterTestCase.NotCounted.class)))
                .containsExactly("No request of [" + HERE + "NotCounted] reached fork [deployment/word], so its tests"
                        + " prove nothing about it: tests passed [1], requests sent with the key [0] (those of [URI] are"
                        + " not counted), served by the fork [0]. Send requests through a client that @Routed injects,"
                        + " or with LiveSandbox.headers(); if it is meant so, set evidence = Evidence.WARN");
    }

    @Test
    void offersASupplierWhereTestsWouldShare() {
        assertThat(messages(run(AdapterTestCase.Shared.class)))
                .containsExactly("Field [" + HERE + "Shared.request] would be seen by several tests, and what one adds"
                        + " to a WordRequest the next one sends too: take Supplier<WordRequest>");
    }

    /** REST Assured is not on this class path, which does no harm to anything else. */
    @Test
    void namesAllAdaptersWhereATypeIsUnknown() {
        assertThat(messages(run(AdapterTestCase.Unknown.class)))
                .singleElement(STRING)
                .startsWith("Parameter [text] of [" + HERE + "Unknown#test] of type [java.lang.String] cannot take"
                        + " @Routed(\"word\"): it stands on BrokenClient, MistakenClient, OutdatedClient, EastClient, WestClient,"
                        + " WordClient, WordRequest, Supplier<WordRequest>, ")
                .contains(
                        ". Client adapters: [dev.spurline.examples.client.BrokenAdapter],"
                                + " [dev.spurline.examples.client.MistakenAdapter],"
                                + " [dev.spurline.examples.client.OutdatedAdapter],"
                                + " [dev.spurline.examples.client.PoolAdapters$East],"
                                + " [dev.spurline.examples.client.PoolAdapters$West],"
                                + " [dev.spurline.examples.client.WordClientAdapter],"
                                + " [dev.spurline.examples.client.WordRequestAdapter], ",
                        "; without their libraries: [",
                        "dev.spurline.junit.internal.restassured.RestAssuredAdapter")
                .doesNotContain("not usable");
    }

    /** The page shows the adapter that these tests run. */
    @Test
    void isTheAdapterOfTheDocumentation() throws IOException {
        Path source = Path.of("src/main/java/dev/spurline/examples/client/WordClientAdapter.java");
        String text = Files.readString(source);

        assertThat(Files.readString(Path.of("../../docs/junit-extension.md")))
                .contains(text.substring(text.indexOf("public final class")));
    }

    private static EngineExecutionResults run(Class<?> testClass) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(testClass))
                .execute();
    }

    private static List<String> messages(EngineExecutionResults results) {
        return results.allEvents().failed().stream()
                .map(event -> event.getRequiredPayload(TestExecutionResult.class))
                .flatMap(result -> result.getThrowable().stream())
                .map(Throwable::getMessage)
                .toList();
    }
}
