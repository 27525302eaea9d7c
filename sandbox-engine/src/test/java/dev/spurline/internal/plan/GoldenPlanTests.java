// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spurline.PreflightException;
import dev.spurline.internal.survey.Survey;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.io.IOException;
import java.nio.file.Files;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The whole plan for each {@link GoldenCase}. With {@code -Dspurline.build.golden=write} the plans are written anew; then
 * read every difference before you commit it.
 */
class GoldenPlanTests extends PlanTestCase {

    @ParameterizedTest
    @MethodSource("cases")
    void isPlannedAsBefore(GoldenCase golden) throws IOException {
        String plan = outcome(golden);
        if (System.getProperty("spurline.build.golden", "").equals("write")) {
            Files.writeString(golden.golden(), plan);
        }

        assertThat(plan).isEqualTo(Files.readString(golden.golden()));
    }

    static Stream<GoldenCase> cases() {
        return GoldenCase.all();
    }

    private static String outcome(GoldenCase golden) {
        Survey survey = golden.survey(golden.objects());
        try {
            SandboxPlan plan = golden.plan(survey);
            selectedByNobody(plan, survey);
            return plan.prose() + plan.yaml();
        } catch (PreflightException e) {
            return "Refused: " + e.getMessage() + "\n";
        }
    }

    private static void selectedByNobody(SandboxPlan plan, Survey survey) {
        Stream<PodTemplateSpec> lasting =
                all(plan, Deployment.class).stream().map(fork -> fork.getSpec().getTemplate());
        Stream<PodTemplateSpec> onRequest =
                all(plan, Job.class).stream().map(fork -> fork.getSpec().getTemplate());
        Stream.concat(lasting, onRequest)
                .forEach(template -> assertThat(ForeignSelector.in("shop", survey))
                        .noneMatch(foreign -> !foreign.selector().everything()
                                && foreign.selector()
                                        .selects(template.getMetadata().getLabels())));
    }
}
