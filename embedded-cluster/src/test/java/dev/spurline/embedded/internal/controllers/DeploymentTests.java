// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.controllers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;

/** From a Deployment to its pods, and back in its status. */
class DeploymentTests extends ControllersTestCase {

    @Test
    void makes_a_replica_set_and_a_pod_with_the_names_labels_and_owners_of_kubernetes() {
        Deployment deployment = client.resource(deployment("web", 1)).create();

        Pod pod = awaitPods("web", 1).get(0);

        ReplicaSet set = sets("web").get(0);
        String hash = set.getMetadata().getLabels().get("pod-template-hash");
        assertThat(hash).matches("[bcdfghjklmnpqrstvwxz2456789]{1,10}");
        assertThat(set.getMetadata().getName()).isEqualTo("web-" + hash);
        assertThat(set.getSpec().getSelector().getMatchLabels())
                .containsEntry("app", "web")
                .containsEntry("pod-template-hash", hash);
        assertThat(set.getMetadata().getAnnotations())
                .containsEntry("deployment.kubernetes.io/revision", "1")
                .containsEntry("deployment.kubernetes.io/desired-replicas", "1")
                .containsEntry("deployment.kubernetes.io/max-replicas", "2");
        assertThat(set.getMetadata().getOwnerReferences()).singleElement().satisfies(owner -> {
            assertThat(owner.getUid()).isEqualTo(deployment.getMetadata().getUid());
            assertThat(owner.getController()).isTrue();
            assertThat(owner.getBlockOwnerDeletion()).isTrue();
        });
        assertThat(pod.getMetadata().getName()).matches("web-" + hash + "-[a-z0-9]{5}");
        assertThat(pod.getMetadata().getGenerateName()).isEqualTo("web-" + hash + "-");
        assertThat(pod.getMetadata().getOwnerReferences().get(0).getUid())
                .isEqualTo(set.getMetadata().getUid());
    }

    @Test
    void says_that_it_progresses_and_then_that_it_is_available() {
        client.resource(deployment("web", 1)).create();
        Pod pod = awaitPods("web", 1).get(0);

        Deployment progressing = awaitStatus("web", "ReplicaSetUpdated");

        String set = sets("web").get(0).getMetadata().getName();
        assertThat(progressing.getMetadata().getAnnotations()).containsEntry("deployment.kubernetes.io/revision", "1");
        assertThat(progressing.getStatus().getObservedGeneration()).isEqualTo(1);
        assertThat(progressing.getStatus().getUnavailableReplicas()).isEqualTo(1);
        assertThat(progressing.getStatus().getTerminatingReplicas()).isZero();
        assertThat(progressing.getStatus().getReadyReplicas()).isNull();
        assertConditions(
                progressing,
                tuple(
                        "Available",
                        "False",
                        "MinimumReplicasUnavailable",
                        "Deployment does not have minimum availability."),
                tuple("Progressing", "True", "ReplicaSetUpdated", "ReplicaSet \"" + set + "\" is progressing."));
        report(pod, "10.244.1.2", true);
        Deployment available = awaitStatus("web", "NewReplicaSetAvailable");
        assertConditions(
                available,
                tuple("Available", "True", "MinimumReplicasAvailable", "Deployment has minimum availability."),
                tuple(
                        "Progressing",
                        "True",
                        "NewReplicaSetAvailable",
                        "ReplicaSet \"" + set + "\" has successfully progressed."));
        assertThat(available.getStatus().getAvailableReplicas()).isEqualTo(1);
        assertThat(available.getStatus().getUnavailableReplicas()).isNull();
    }

    @Test
    void a_new_template_replaces_the_old_pod_when_the_new_one_is_ready() {
        client.resource(deployment("web", 1)).create();
        Pod old = awaitPods("web", 1).get(0);
        report(old, "10.244.1.2", true);
        awaitStatus("web", "NewReplicaSetAvailable");

        image("web", "shop/x:2");

        List<Pod> both = awaitPods("web", 2);
        Deployment rolling = awaitDeployment(
                "web", found -> Integer.valueOf(2).equals(found.getStatus().getReplicas()));
        assertThat(rolling.getStatus().getUpdatedReplicas()).isEqualTo(1);
        assertThat(rolling.getStatus().getAvailableReplicas()).isEqualTo(1);
        Pod fresh = both.stream()
                .filter(pod ->
                        !pod.getMetadata().getUid().equals(old.getMetadata().getUid()))
                .findFirst()
                .orElseThrow();
        report(fresh, "10.244.1.3", true);
        awaitGone(old);
        Deployment done = awaitDeployment(
                "web",
                found -> Integer.valueOf(1).equals(found.getStatus().getReplicas()) && "2".equals(revision(found)));
        assertThat(sets("web")).hasSize(2);
        assertThat(done.getStatus().getObservedGeneration()).isEqualTo(2);
    }

    @Test
    void going_back_to_an_older_template_takes_its_replica_set_again() {
        client.resource(deployment("web", 1)).create();
        awaitPods("web", 1);
        image("web", "shop/x:2");
        awaitDeployment("web", found -> "2".equals(revision(found)));

        image("web", "shop/x:1");

        awaitDeployment("web", found -> "3".equals(revision(found)));
        assertThat(sets("web")).hasSize(2);
    }

    @Test
    void recreate_ends_the_old_pods_before_it_makes_new_ones() {
        client.resource(new DeploymentBuilder(deployment("web", 1))
                        .editSpec()
                        .withNewStrategy()
                        .withType("Recreate")
                        .endStrategy()
                        .editTemplate()
                        .editSpec()
                        .withNodeName("elsewhere")
                        .endSpec()
                        .endTemplate()
                        .endSpec()
                        .build())
                .create();
        Pod old = awaitPods("web", 1).get(0);
        report(old, "10.244.1.2", true);

        image("web", "shop/x:2");

        awaitThat(
                "old pod is going",
                () -> client.resource(old).get(),
                found -> found.getMetadata().getDeletionTimestamp() != null);
        assertThat(sets("web")).hasSize(1);
        client.resource(old).withGracePeriod(0).delete();
        awaitThat(
                "a new pod",
                () -> pods("web"),
                found -> found.size() == 1
                        && found.get(0)
                                .getSpec()
                                .getContainers()
                                .get(0)
                                .getImage()
                                .equals("shop/x:2"));
    }

    @Test
    void scales_up_and_down() {
        client.resource(deployment("web", 1)).create();
        awaitPods("web", 1);

        client.apps()
                .deployments()
                .inNamespace(namespace)
                .withName("web")
                .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"replicas\":4}}");
        awaitPods("web", 4);
        client.apps()
                .deployments()
                .inNamespace(namespace)
                .withName("web")
                .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"replicas\":2}}");

        awaitPods("web", 2);
        awaitThat(
                "events",
                () -> client.v1().events().inNamespace(namespace).list().getItems().stream()
                        .filter(event -> event.getReason().equals("ScalingReplicaSet"))
                        .map(event -> event.getMessage().replaceAll("set web-\\S+", "set X"))
                        .toList(),
                messages -> messages.equals(List.of(
                        "Scaled up replica set X from 0 to 1",
                        "Scaled up replica set X from 1 to 4",
                        "Scaled down replica set X from 4 to 2")));
    }

    @Test
    void a_deleted_pod_is_replaced() {
        client.resource(deployment("web", 1)).create();
        Pod first = awaitPods("web", 1).get(0);

        client.resource(first).withGracePeriod(0).delete();

        awaitThat(
                "another pod",
                () -> pods("web"),
                found -> found.size() == 1
                        && !found.get(0)
                                .getMetadata()
                                .getUid()
                                .equals(first.getMetadata().getUid()));
    }

    @Test
    void history_keeps_as_many_old_replica_sets_as_asked() {
        client.resource(new DeploymentBuilder(deployment("web", 0))
                        .editSpec()
                        .withRevisionHistoryLimit(1)
                        .endSpec()
                        .build())
                .create();
        awaitDeployment("web", found -> "1".equals(revision(found)));
        image("web", "shop/x:2");
        awaitDeployment("web", found -> "2".equals(revision(found)));
        image("web", "shop/x:3");

        awaitDeployment("web", found -> "3".equals(revision(found)));

        awaitThat("two replica sets", () -> sets("web"), sets -> sets.size() == 2);
        assertThat(sets("web"))
                .extracting(set -> set.getMetadata().getAnnotations().get("deployment.kubernetes.io/revision"))
                .containsExactlyInAnyOrder("2", "3");
    }

    @Test
    void everything_goes_with_the_deployment() {
        Deployment deployment = client.resource(deployment("web", 2)).create();
        awaitPods("web", 2);

        client.resource(deployment)
                .withPropagationPolicy(DeletionPropagation.BACKGROUND)
                .delete();

        awaitThat("no replica set", () -> sets("web"), List::isEmpty);
        awaitThat("no pod", () -> pods("web"), List::isEmpty);
    }

    @Test
    void a_selected_pod_that_nobody_controls_is_adopted() {
        client.resource(deployment("web", 1)).create();
        Pod made = awaitPods("web", 1).get(0);
        String hash = made.getMetadata().getLabels().get("pod-template-hash");
        Pod stray = pod("web", Map.of());
        stray.getMetadata().getLabels().put("pod-template-hash", hash);
        client.resource(stray).create();

        awaitPods("web", 1);

        assertThat(pods("web").get(0).getMetadata().getOwnerReferences()).hasSize(1);
    }

    private static String revision(Deployment deployment) {
        return Optional.ofNullable(deployment.getMetadata().getAnnotations())
                .map(annotations -> annotations.get("deployment.kubernetes.io/revision"))
                .orElse("");
    }

    private void image(String name, String image) {
        client.apps()
                .deployments()
                .inNamespace(namespace)
                .withName(name)
                .patch(
                        PatchContext.of(PatchType.STRATEGIC_MERGE),
                        "{\"spec\":{\"template\":{\"spec\":{\"containers\":[{\"name\":\"main\",\"image\":\"" + image
                                + "\"}]}}}}");
    }

    private List<ReplicaSet> sets(String app) {
        return client.apps()
                .replicaSets()
                .inNamespace(namespace)
                .withLabel("app", app)
                .list()
                .getItems();
    }

    private Deployment awaitStatus(String name, String reason) {
        return awaitDeployment(
                name,
                found -> found.getStatus().getConditions().stream()
                        .anyMatch(condition -> reason.equals(condition.getReason())));
    }

    private Deployment awaitDeployment(String name, Predicate<Deployment> holds) {
        return awaitThat(
                "Deployment",
                () -> client.apps()
                        .deployments()
                        .inNamespace(namespace)
                        .withName(name)
                        .get(),
                found -> found.getStatus() != null && holds.test(found));
    }

    private static void assertConditions(Deployment deployment, Tuple... expected) {
        assertThat(deployment.getStatus().getConditions())
                .extracting(
                        DeploymentCondition::getType,
                        DeploymentCondition::getStatus,
                        DeploymentCondition::getReason,
                        DeploymentCondition::getMessage)
                .containsExactly(expected);
    }
}
