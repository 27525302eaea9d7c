// SPDX-License-Identifier: Apache-2.0
package dev.spurline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SandboxSpecTests {

    @ParameterizedTest
    @CsvSource({
        "report, deployment/report",
        "deploy/report, deployment/report",
        "Deployments/report, deployment/report",
        "sts/report, statefulset/report",
        "ro/report, rollout/report",
        "cj/report, cronjob/report",
        "CronJob/report, cronjob/report",
        "ds/report, daemonset/report",
        "widget/report, widget/report"
    })
    void aKindIsTheSameInEachOfItsSpellings(String text, String workload) {
        assertThat(Workload.parse(text)).hasToString(workload).isEqualTo(Workload.parse(workload));
    }

    @ParameterizedTest
    @CsvSource({
        "cj/report, cronjob/report, cronjob/report",
        "cronjobs/report, cj/report, cronjob/report",
        "deploy/report, deployment/report, deployment/report",
        "report, deploy/report, deployment/report",
        "sts/report, statefulset/report, statefulset/report"
    })
    void twoForksOfOneWorkloadAreRefusedHoweverTheyAreSpelt(String one, String other, String named) {
        SandboxSpec.Builder spec = SandboxSpec.builder().fork(ForkSpec.of(one)).fork(ForkSpec.of(other));

        assertThatThrownBy(spec::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Workload [" + named + "] is forked twice in one sandbox: put all overrides into one fork");
    }

    @Test
    void aVariableThatIsSetOpenlyAndSecretlyIsRefused() {
        ForkSpec.Builder fork = ForkSpec.of("report").env("A", "1").secretEnv("A", "2");

        assertThatThrownBy(fork::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Fork [deployment/report] names variable [A] twice in env, secretEnv and unset:"
                        + " keep one of them");
    }

    @Test
    void aVariableThatIsSetAndUnsetIsRefused() {
        ForkSpec.Builder fork = ForkSpec.of("report").secretEnv("A", "1").unset("A");

        assertThatThrownBy(fork::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Fork [deployment/report] names variable [A] twice in env, secretEnv and unset:"
                        + " keep one of them");
    }

    @Test
    void aForkTellsTheNamesOfItsVariablesAndNoValues() {
        ForkSpec fork = ForkSpec.of("report")
                .env("SINCE", "1999")
                .secretEnv("LICENSE", "hunter2")
                .build();

        assertThat(fork)
                .hasToString(
                        "Fork [deployment/report] image as baseline, env [SINCE], secretEnv [LICENSE], unset [], patch false");
    }

    @Test
    void workloadsOfOneNameAndOfOtherKindsOrNamespacesAreSeveral() {
        SandboxSpec spec = SandboxSpec.builder()
                .fork(ForkSpec.of("report"))
                .fork(ForkSpec.of("cj/report"))
                .fork(ForkSpec.of("report").namespace("yard"))
                .build();

        assertThat(spec.forks()).hasSize(3);
    }
}
