// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spurline.Settings;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RunNameTests {

    @Test
    void theSettingNamesTheRunWhateverTheServerSays() {
        assertThat(run(Map.of("spurline.run", "nightly", "CI_PIPELINE_ID", "7")))
                .contains("nightly");
    }

    @Test
    void ciServersNameTheirRuns() {
        assertThat(run(Map.of("GITHUB_RUN_ID", "9", "GITHUB_RUN_ATTEMPT", "2"))).contains("GITHUB_RUN_ID=9-2");
        assertThat(run(Map.of("CI_PIPELINE_ID", "7"))).contains("CI_PIPELINE_ID=7");
        assertThat(run(Map.of("JOB_NAME", "shop", "BUILD_TAG", "jenkins-shop-3")))
                .contains("JOB_NAME=shop-jenkins-shop-3");
        assertThat(run(Map.of("BUILD_BUILDID", "5"))).contains("BUILD_BUILDID=5");
        assertThat(run(Map.of("BUILDKITE_BUILD_ID", "b"))).contains("BUILDKITE_BUILD_ID=b");
        assertThat(run(Map.of("CIRCLE_WORKFLOW_ID", "w"))).contains("CIRCLE_WORKFLOW_ID=w");
        assertThat(run(Map.of("TEAMCITY_PROJECT_NAME", "p", "TEAMCITY_BUILDCONF_NAME", "c", "BUILD_NUMBER", "4")))
                .contains("TEAMCITY_PROJECT_NAME=p-c-4");
    }

    @Test
    void whoNamesNoRunSharesNothing() {
        assertThat(run(Map.of())).isEmpty();
        assertThat(run(Map.of("GITHUB_RUN_ID", "9"))).isEmpty();
        assertThat(run(Map.of("spurline.run", "none", "CI_PIPELINE_ID", "7"))).isEmpty();
    }

    @Test
    void allJvmsOfARunComputeTheSameKeyAndOthersAnother() {
        assertThat(new RunName("a").key("spec")).isEqualTo(new RunName("a").key("spec"));
        assertThat(new RunName("a").key("spec")).isNotEqualTo(new RunName("b").key("spec"));
        assertThat(new RunName("a").key("spec")).isNotEqualTo(new RunName("a").key("other"));
        assertThat(new RunName("a").key("bc")).isNotEqualTo(new RunName("ab").key("c"));
    }

    private static Optional<String> run(Map<String, String> given) {
        Settings settings =
                name -> Optional.ofNullable(given.get(name)).map(text -> new Settings.Value(text, "the test"));
        return RunName.of(settings).map(RunName::value);
    }
}
