// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spurline.PreflightException;
import dev.spurline.Settings;
import java.util.HashMap;
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
        assertThat(ofServer(Map.of("GITHUB_RUN_ID", "9", "GITHUB_RUN_ATTEMPT", "2")))
                .contains("GITHUB_RUN_ID=9-2");
        assertThat(ofServer(Map.of("CI_PIPELINE_ID", "7"))).contains("CI_PIPELINE_ID=7");
        assertThat(ofServer(Map.of("JOB_NAME", "shop", "BUILD_TAG", "jenkins-shop-3")))
                .contains("JOB_NAME=shop-jenkins-shop-3");
        assertThat(ofServer(Map.of("BUILD_BUILDID", "5"))).contains("BUILD_BUILDID=5");
        assertThat(ofServer(Map.of("BUILDKITE_BUILD_ID", "b"))).contains("BUILDKITE_BUILD_ID=b");
        assertThat(ofServer(Map.of("CIRCLE_WORKFLOW_ID", "w"))).contains("CIRCLE_WORKFLOW_ID=w");
        assertThat(ofServer(Map.of("TEAMCITY_PROJECT_NAME", "p", "TEAMCITY_BUILDCONF_NAME", "c", "BUILD_NUMBER", "4")))
                .contains("TEAMCITY_PROJECT_NAME=p-c-4");
    }

    @Test
    void aServerThatNamesNoRunIsToldFromWhatIsLookedAt() {
        assertThatThrownBy(() -> ofServer(Map.of("GITHUB_RUN_ID", "9")))
                .isInstanceOf(PreflightException.class)
                .hasMessage(
                        "Setting [spurline.run] is [ci], and no CI server names its run: looked for the environment variables [GITHUB_RUN_ID and GITHUB_RUN_ATTEMPT], [CI_PIPELINE_ID], [JOB_NAME and BUILD_TAG], [BUILD_BUILDID], [BUILDKITE_BUILD_ID], [CIRCLE_WORKFLOW_ID], [TEAMCITY_PROJECT_NAME and TEAMCITY_BUILDCONF_NAME and BUILD_NUMBER]. Give the run a name of its own: spurline.run=<name>");
    }

    @Test
    void whoNamesNoRunSharesNothing() {
        assertThat(run(Map.of())).isEmpty();
        assertThat(run(Map.of("CI_PIPELINE_ID", "7"))).isEmpty();
        assertThat(run(Map.of("spurline.run", "none", "CI_PIPELINE_ID", "7"))).isEmpty();
    }

    @Test
    void allJvmsOfARunComputeTheSameKeyAndOthersAnother() {
        assertThat(new RunName("a").key("spec")).isEqualTo(new RunName("a").key("spec"));
        assertThat(new RunName("a").key("spec")).isNotEqualTo(new RunName("b").key("spec"));
        assertThat(new RunName("a").key("spec")).isNotEqualTo(new RunName("a").key("other"));
        assertThat(new RunName("a").key("bc")).isNotEqualTo(new RunName("ab").key("c"));
    }

    @Test
    void onlyWhatPlansDependOnTellsSettingsApart() {
        String none = PlanSettings.text(settings(Map.of()));

        assertThat(PlanSettings.text(settings(Map.of("spurline.lease", "20s", "spurline.run", "a"))))
                .isEqualTo(none);
        assertThat(PlanSettings.text(settings(Map.of("spurline.headers", "x-key"))))
                .isNotEqualTo(none);
        assertThat(PlanSettings.text(settings(Map.of("spurline.callers", "front"))))
                .isNotEqualTo(PlanSettings.text(settings(Map.of("spurline.callers", "middle"))));
    }

    private static Optional<String> ofServer(Map<String, String> variables) {
        Map<String, String> given = new HashMap<>(variables);
        given.put("spurline.run", "ci");
        return run(given);
    }

    private static Optional<String> run(Map<String, String> given) {
        return RunName.of(settings(given)).map(RunName::value);
    }

    private static Settings settings(Map<String, String> given) {
        return name -> Optional.ofNullable(given.get(name)).map(text -> new Settings.Value(text, "the test"));
    }
}
