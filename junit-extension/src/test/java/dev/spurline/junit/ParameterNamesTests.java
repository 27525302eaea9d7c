// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** The launcher tells which configuration parameters there are, so that a misspelt one is refused. */
class ParameterNamesTests {

    @Test
    void refusesAParameterThatIsNoSetting() {
        assertThat(launch(Map.of("spurline.contxt", "staging")))
                .containsExactly(
                        "There is no setting [spurline.contxt], given as JUnit parameter spurline.contxt: did you"
                                + " mean [spurline.context]?");
    }

    @Test
    void refusesAParameterOfASettingForManyThatIsOfAnotherType() {
        assertThat(launch(Map.of("spurline.entry.shop", "shop.example.com")))
                .containsExactly("Setting [spurline.entry.shop] is [shop.example.com] by JUnit parameter"
                        + " spurline.entry.shop, which is not an address such as https://shop.example.com, or gateway");
    }

    @Test
    void forgetsTheParametersOfOtherRuns() {
        launch(Map.of("spurline.contxt", "staging"));

        assertThat(launch(Map.of())).singleElement().asString().startsWith("No cluster is chosen: ");
    }

    private static List<String> launch(Map<String, String> parameters) {
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(WrongUseTestCase.Fine.class))
                .configurationParameters(parameters)
                .build();
        List<String> failures = new ArrayList<>();
        LauncherFactory.create().execute(request, new TestExecutionListener() {
            @Override
            public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                result.getThrowable().map(Throwable::getMessage).ifPresent(failures::add);
            }
        });
        return failures;
    }
}
