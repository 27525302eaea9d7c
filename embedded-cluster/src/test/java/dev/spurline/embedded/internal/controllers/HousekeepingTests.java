// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.controllers;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.fabric8.kubernetes.api.model.apps.DaemonSetBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.CronJobBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Quotas, disruption budgets, daemons and schedules against the API server. */
class HousekeepingTests extends ControllersTestCase {

    @Test
    void a_quota_says_what_is_used() {
        client.resource(new ResourceQuotaBuilder()
                        .withNewMetadata()
                        .withName("q")
                        .withNamespace(namespace)
                        .endMetadata()
                        .withNewSpec()
                        .addToHard(Map.of(
                                "pods", new Quantity("5"),
                                "requests.cpu", new Quantity("2"),
                                "count/jobs.batch", new Quantity("1")))
                        .endSpec()
                        .build())
                .create();
        awaitUsed(Map.of("pods", "0", "requests.cpu", "0", "count/jobs.batch", "0"));

        client.resource(pod("one", Map.of("cpu", "500m"))).create();

        awaitUsed(Map.of("pods", "1", "requests.cpu", "500m", "count/jobs.batch", "0"));
    }

    @Test
    void a_pod_that_the_quota_refuses_is_told_by_its_deployment() {
        client.resource(new ResourceQuotaBuilder()
                        .withNewMetadata()
                        .withName("q")
                        .withNamespace(namespace)
                        .endMetadata()
                        .withNewSpec()
                        .addToHard(Map.of("requests.cpu", new Quantity("1")))
                        .endSpec()
                        .build())
                .create();
        awaitUsed(Map.of("requests.cpu", "0"));

        client.resource(deployment("d", 1)).create();

        String message = awaitThat(
                        "ReplicaFailure",
                        () -> Optional.ofNullable(client.apps()
                                        .deployments()
                                        .inNamespace(namespace)
                                        .withName("d")
                                        .get()
                                        .getStatus())
                                .stream()
                                .flatMap(status -> status.getConditions().stream())
                                .filter(condition -> "FailedCreate".equals(condition.getReason()))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow()
                .getMessage();
        assertThat(message)
                .matches(
                        "pods \"d-[a-z0-9]+-[a-z0-9]{5}\" is forbidden: failed quota: q: must specify requests.cpu for: main");
    }

    @Test
    void a_disruption_budget_says_how_many_pods_may_go() {
        client.resource(new PodDisruptionBudgetBuilder()
                        .withNewMetadata()
                        .withName("p")
                        .withNamespace(namespace)
                        .endMetadata()
                        .withNewSpec()
                        .withNewMinAvailable(1)
                        .withNewSelector()
                        .addToMatchLabels("app", "web")
                        .endSelector()
                        .endSpec()
                        .build())
                .create();
        client.resource(deployment("web", 2)).create();
        List<Pod> pods = awaitPods("web", 2);

        report(pods.get(0), "10.244.3.1", true);
        PodDisruptionBudget tight = awaitHealthy(1);
        report(pods.get(1), "10.244.3.2", true);
        PodDisruptionBudget loose = awaitHealthy(2);

        assertThat(tight.getStatus().getDisruptionsAllowed()).isZero();
        assertThat(tight.getStatus().getConditions()).extracting("reason").containsExactly("InsufficientPods");
        assertThat(loose.getStatus().getDisruptionsAllowed()).isEqualTo(1);
        assertThat(loose.getStatus().getDesiredHealthy()).isEqualTo(1);
        assertThat(loose.getStatus().getExpectedPods()).isEqualTo(2);
    }

    @Test
    void a_daemon_set_runs_on_every_node() {
        Node one = node("daemon-a", Map.of("cpu", "2", "memory", "1Gi", "pods", "10"));
        Node two = node("daemon-b", Map.of("cpu", "2", "memory", "1Gi", "pods", "10"));

        client.resource(new DaemonSetBuilder()
                        .withNewMetadata()
                        .withName("agent")
                        .withNamespace(namespace)
                        .endMetadata()
                        .withNewSpec()
                        .withNewSelector()
                        .addToMatchLabels("app", "agent")
                        .endSelector()
                        .withTemplate(deployment("agent", 1).getSpec().getTemplate())
                        .endSpec()
                        .build())
                .create();

        awaitThat(
                "bound to both",
                () -> pods("agent").stream()
                        .map(pod -> String.valueOf(pod.getSpec().getNodeName()))
                        .sorted()
                        .toList(),
                nodes -> nodes.equals(List.of("daemon-a", "daemon-b")));
        client.resource(one).delete();
        client.resource(two).delete();
    }

    @Test
    void a_cron_job_makes_a_job_when_its_time_comes() {
        client.resource(new CronJobBuilder()
                        .withNewMetadata()
                        .withName("often")
                        .withNamespace(namespace)
                        .endMetadata()
                        .withNewSpec()
                        .withSchedule("@every 1s")
                        .withConcurrencyPolicy("Forbid")
                        .withNewJobTemplate()
                        .withNewSpec()
                        .withParallelism(0)
                        .withTemplate(jobTemplate())
                        .endSpec()
                        .endJobTemplate()
                        .endSpec()
                        .build())
                .create();

        List<Job> jobs = awaitThat(
                "a Job",
                () -> client.batch().v1().jobs().inNamespace(namespace).list().getItems(),
                list -> !list.isEmpty());

        assertThat(jobs.get(0).getMetadata().getName()).matches("often-\\d{8}");
        awaitThat(
                "noted as active",
                () -> client.batch()
                        .v1()
                        .cronjobs()
                        .inNamespace(namespace)
                        .withName("often")
                        .get(),
                found -> found.getStatus() != null
                        && found.getStatus().getActive().size() == 1
                        && found.getStatus().getLastScheduleTime() != null);
    }

    private PodTemplateSpec jobTemplate() {
        var template = deployment("often", 1).getSpec().getTemplate();
        template.getSpec().setRestartPolicy("Never");
        return template;
    }

    private void awaitUsed(Map<String, String> used) {
        awaitThat(
                "quota",
                () -> client.resourceQuotas()
                        .inNamespace(namespace)
                        .withName("q")
                        .get(),
                found -> found.getStatus() != null
                        && quantities(used).equals(found.getStatus().getUsed()));
    }

    private PodDisruptionBudget awaitHealthy(int healthy) {
        return awaitThat(
                "budget",
                () -> client.policy()
                        .v1()
                        .podDisruptionBudget()
                        .inNamespace(namespace)
                        .withName("p")
                        .get(),
                found -> found.getStatus() != null
                        && Integer.valueOf(healthy).equals(found.getStatus().getCurrentHealthy())
                        && Integer.valueOf(2).equals(found.getStatus().getExpectedPods()));
    }
}
