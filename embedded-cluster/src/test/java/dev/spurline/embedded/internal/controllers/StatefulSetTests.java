// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.controllers;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;
import org.junit.jupiter.api.Test;

/** StatefulSets: numbered pods, one after the other. */
class StatefulSetTests extends ControllersTestCase {

    @Test
    void makes_the_next_pod_when_the_one_before_is_ready() {
        client.resource(set(2)).create();
        Pod first = awaitPods("db", 1).get(0);
        assertThat(first.getMetadata().getName()).isEqualTo("db-0");
        assertThat(first.getSpec().getHostname()).isEqualTo("db-0");
        assertThat(first.getMetadata().getLabels())
                .containsEntry("statefulset.kubernetes.io/pod-name", "db-0")
                .containsEntry("apps.kubernetes.io/pod-index", "0");

        report(first, "10.244.2.1", true);

        assertThat(awaitPods("db", 2))
                .extracting(pod -> pod.getMetadata().getName())
                .containsExactly("db-0", "db-1");
    }

    @Test
    void scales_down_from_the_highest_number_and_says_what_is_ready() {
        client.resource(set(2)).create();
        report(awaitPods("db", 1).get(0), "10.244.2.1", true);
        report(awaitPods("db", 2).get(1), "10.244.2.2", true);
        awaitThat(
                "ready",
                () -> client.apps()
                        .statefulSets()
                        .inNamespace(namespace)
                        .withName("db")
                        .get(),
                found -> found.getStatus() != null
                        && Integer.valueOf(2).equals(found.getStatus().getReadyReplicas()));

        patch("{\"spec\":{\"replicas\":1}}");

        assertThat(awaitPods("db", 1))
                .extracting(pod -> pod.getMetadata().getName())
                .containsExactly("db-0");
    }

    @Test
    void a_new_template_replaces_the_pod_under_its_old_name() {
        client.resource(set(1)).create();
        Pod first = awaitPods("db", 1).get(0);
        report(first, "10.244.2.1", true);

        patch("{\"spec\":{\"template\":{\"spec\":{\"containers\":[{\"name\":\"main\",\"image\":\"db:2\"}]}}}}");

        List<Pod> replaced = awaitThat(
                "replaced",
                () -> pods("db"),
                pods -> pods.size() == 1
                        && !pods.get(0)
                                .getMetadata()
                                .getUid()
                                .equals(first.getMetadata().getUid()));
        assertThat(replaced.get(0).getMetadata().getName()).isEqualTo("db-0");
        assertThat(replaced.get(0).getSpec().getContainers().get(0).getImage()).isEqualTo("db:2");
    }

    private void patch(String patch) {
        client.apps()
                .statefulSets()
                .inNamespace(namespace)
                .withName("db")
                .patch(PatchContext.of(PatchType.STRATEGIC_MERGE), patch);
    }

    private StatefulSet set(int replicas) {
        return new StatefulSetBuilder()
                .withNewMetadata()
                .withName("db")
                .withNamespace(namespace)
                .endMetadata()
                .withNewSpec()
                .withReplicas(replicas)
                .withServiceName("db")
                .withNewSelector()
                .addToMatchLabels("app", "db")
                .endSelector()
                .withNewTemplate()
                .withNewMetadata()
                .addToLabels("app", "db")
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("main")
                .withImage("db:1")
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec()
                .build();
    }
}
