// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spurline.ForkSpec;
import dev.spurline.SandboxSpec;
import dev.spurline.Settings;
import dev.spurline.internal.survey.Survey;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReadinessTimeTests extends PlanTestCase {

    private static final Survey SLOW =
            survey(resource("shop.yaml").replace("      - name: app\n", """
                                  - name: app
                                    readinessProbe: {tcpSocket: {port: 8080}, initialDelaySeconds: 180}
                            """)).build();

    private static final Settings NOTHING = name -> Optional.empty();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0   | containers: [{name: a}]",
                "0   | containers: [{name: a, readinessProbe: {failureThreshold: 30}}]",
                "70  | containers: [{name: a, readinessProbe: {initialDelaySeconds: 70}}]",
                "70  | containers: [{name: a, startupProbe: {initialDelaySeconds: 70}}]",
                "70  | containers: [{name: a, startupProbe: {initialDelaySeconds: 60}, readinessProbe: {initialDelaySeconds: 70}}]",
                "0   | containers: [{name: a, livenessProbe: {initialDelaySeconds: 70}}]",
                "90  | containers: [{name: a, readinessProbe: {initialDelaySeconds: 70, successThreshold: 3}}]",
                "74  | containers: [{name: a, readinessProbe: {initialDelaySeconds: 70, successThreshold: 3, periodSeconds: 2}}]",
                "70  | containers: [{name: a, readinessProbe: {initialDelaySeconds: 7}}, {name: b, readinessProbe: {initialDelaySeconds: 70}}]",
                "70  | {initContainers: [{name: a, restartPolicy: Always, readinessProbe: {initialDelaySeconds: 70}}], containers: [{name: b}]}",
                "75  | {initContainers: [{name: a, restartPolicy: Always, startupProbe: {initialDelaySeconds: 70}}], containers: [{name: b, readinessProbe: {initialDelaySeconds: 5}}]}",
                "5   | {initContainers: [{name: a}], containers: [{name: b, readinessProbe: {initialDelaySeconds: 5}}]}",
            })
    void countsWhatProbesWaitInAnyCase(int seconds, String spec) {
        assertThat(ReadinessTime.earliest(pod(spec))).isEqualTo(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0   | containers: [{name: a, readinessProbe: {failureThreshold: 30}}]",
                "70  | containers: [{name: a, readinessProbe: {initialDelaySeconds: 70}}]",
                "300 | containers: [{name: a, startupProbe: {failureThreshold: 30}}]",
                "95  | containers: [{name: a, startupProbe: {initialDelaySeconds: 5, failureThreshold: 30, periodSeconds: 3}}]",
                "30  | containers: [{name: a, startupProbe: {}, readinessProbe: {initialDelaySeconds: 7}}]",
                "65  | {initContainers: [{name: a, restartPolicy: Always, startupProbe: {failureThreshold: 6}}], containers: [{name: b, readinessProbe: {initialDelaySeconds: 5}}]}",
            })
    void countsWhatStartupProbesAllow(int seconds, String spec) {
        assertThat(ReadinessTime.latest(pod(spec))).isEqualTo(Duration.ofSeconds(seconds));
    }

    private static PodSpec pod(String spec) {
        Pod pod = (Pod) objects("{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: %s}"
                        .formatted(spec.startsWith("{") ? spec : "{" + spec + "}"))
                .get(0);
        return pod.getSpec();
    }

    @Test
    void theDefaultGrows() {
        SandboxPlan plan = plan(NOTHING, Optional.empty());

        assertThat(plan.forks()).extracting(PlannedFork::earliest).containsExactly(Duration.ofMinutes(3));
        assertThat(plan.extension()).isEqualTo(Duration.ofMinutes(3));
        assertThat(plan.warnings()).isEmpty();
    }

    @Test
    void theDefaultGrowsByWhatAStartupProbeAllows() {
        Survey starting = survey(resource("shop.yaml").replace("      - name: app\n", """
                                  - name: app
                                    startupProbe: {tcpSocket: {port: 8080}, failureThreshold: 60, periodSeconds: 5}
                            """))
                .build();

        SandboxPlan plan = plan(NOTHING, Optional.empty(), starting);

        assertThat(plan.forks()).extracting(PlannedFork::earliest).containsExactly(Duration.ZERO);
        assertThat(plan.extension()).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void aSettingIsObeyed() {
        SandboxPlan plan = plan(timeout("2m"), Optional.empty());

        assertThat(plan.extension()).isZero();
        assertThat(plan.warnings())
                .containsExactly(
                        "Fork [pricing]: by its probes it is ready after [180 s] at the earliest, and the sandbox is to be open within [120 s]: give it longer with timeout or spurline.timeout");
    }

    @Test
    void whatTheSandboxSaysIsObeyedBeforeASetting() {
        SandboxPlan plan = plan(timeout("10m"), Optional.of(Duration.ofMinutes(3)));

        assertThat(plan.extension()).isZero();
        assertThat(plan.warnings())
                .containsExactly(
                        "Fork [pricing]: by its probes it is ready after [180 s] at the earliest, and the sandbox is to be open within [180 s]: give it longer with timeout or spurline.timeout");
    }

    @Test
    void enoughTimeIsNotWarnedOf() {
        SandboxPlan plan = plan(timeout("4m"), Optional.empty());

        assertThat(plan.extension()).isZero();
        assertThat(plan.warnings()).isEmpty();
    }

    private static Settings timeout(String value) {
        return name -> Optional.of(new Settings.Value(value, "system property " + name))
                .filter(given -> name.equals("spurline.timeout"));
    }

    private static SandboxPlan plan(Settings settings, Optional<Duration> timeout) {
        return plan(settings, timeout, SLOW);
    }

    private static SandboxPlan plan(Settings settings, Optional<Duration> timeout, Survey survey) {
        SandboxSpec.Builder spec =
                SandboxSpec.builder().fork(ForkSpec.of("pricing").env("DISCOUNT", "10"));
        timeout.ifPresent(spec::timeout);
        return Planner.plan(
                spec.build(), KEY, survey, new PlanOptions("e1", settings, List.of(), OptionalRights.PLAIN));
    }
}
