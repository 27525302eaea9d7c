// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.undo;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RemovalClaimTests {

    private static final RemovalClaim LEFT = RemovalClaim.left("k7f3q5tbma", Set.of("alive"));

    @Test
    void onlyWhatBearsAllLabelsIsLookedFor() {
        assertThat(RemovalClaim.own("k7f3q5tbma", "e1").labels())
                .isEqualTo(Map.of(
                        "spurline.dev/sandbox", "k7f3q5tbma",
                        "spurline.dev/engine", "e1",
                        "app.kubernetes.io/managed-by", "spurline"));
        assertThat(LEFT.labels())
                .isEqualTo(Map.of(
                        "spurline.dev/sandbox", "k7f3q5tbma",
                        "app.kubernetes.io/managed-by", "spurline"));
    }

    @Test
    void whatNobodyOwnsOrADeadRecordOwnedIsOurs() {
        assertThat(LEFT.on(owned())).isTrue();
        assertThat(LEFT.on(owned(owner("ConfigMap", "spurline-k7f3q5tbma", "dead"))))
                .isTrue();
        assertThat(LEFT.on(owned(owner("Job", "spurline-engine-e1", "dead")))).isTrue();
    }

    @Test
    void whatALiveAnchorOrRecordHoldsIsNot() {
        assertThat(LEFT.on(owned(owner("Job", "spurline-engine-e2", "alive")))).isFalse();
        assertThat(LEFT.on(owned(
                        owner("ConfigMap", "spurline-k7f3q5tbma", "dead"),
                        owner("ConfigMap", "spurline-abcdefghij", "alive"))))
                .isFalse();
    }

    @Test
    void whatSomebodyElseOwnsIsNot() {
        assertThat(LEFT.on(owned(owner("ConfigMap", "settings", "other")))).isFalse();
        assertThat(LEFT.on(owned(owner("Deployment", "back-k7f3q5tbma", "other"))))
                .isFalse();
    }

    @Test
    void aReplicaSetOfADeploymentGoesWithIt() {
        HasMetadata set = new ReplicaSetBuilder()
                .withNewMetadata()
                .withName("back-k7f3q5tbma-1")
                .withOwnerReferences(owner("Deployment", "back-k7f3q5tbma", "ours"))
                .endMetadata()
                .build();

        assertThat(LEFT.on(set)).isTrue();
    }

    private static HasMetadata owned(OwnerReference... owners) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withName("any")
                .withOwnerReferences(List.of(owners))
                .endMetadata()
                .build();
    }

    private static OwnerReference owner(String kind, String name, String uid) {
        return new OwnerReferenceBuilder()
                .withApiVersion("v1")
                .withKind(kind)
                .withName(name)
                .withUid(uid)
                .build();
    }
}
