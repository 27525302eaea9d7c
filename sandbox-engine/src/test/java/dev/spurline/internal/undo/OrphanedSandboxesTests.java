// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.undo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spurline.internal.survey.SpurlineLabels;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OrphanedSandboxesTests {

    private static final Instant CREATED = Instant.parse("2026-11-21T10:00:00Z");
    private static final Duration AGE = Duration.ofSeconds(10);

    @Test
    void whatHasItsOwnerLives() {
        assertThat(orphans(11, "job", "u1").keys(List.of(record("u1", "job"), service("u2", "u1"))))
                .isEmpty();
    }

    @Test
    void whatHasLostItsOwnerIsLeftOverAfterTwoLeases() {
        assertThat(orphans(11).keys(List.of(record("u1", "job")))).containsExactly("k7f3q5tbma");
        assertThat(orphans(11).keys(List.of(service("u2", "u1")))).containsExactly("k7f3q5tbma");
        assertThat(orphans(10).keys(List.of(record("u1", "job"), service("u2", "u1"))))
                .isEmpty();
    }

    @Test
    void aRecordWhoseOwnerWasTakenAwayIsLeftOver() {
        ConfigMap orphaned = record("u1");

        assertThat(orphans(11, "job", "u1").keys(List.of(orphaned, service("u2", "u1"))))
                .containsExactly("k7f3q5tbma");
    }

    @Test
    void aSandboxThatLivesKeepsWhatHasNoOwner() {
        assertThat(orphans(11, "job", "u1").keys(List.of(record("u1", "job"), service("u2"))))
                .isEmpty();
    }

    @Test
    void aRecordWithoutAnchorDoesNotMissIt() {
        ConfigMap unanchored = record("u1");
        unanchored.setData(Map.of("anchor", "none"));

        assertThat(orphans(11, "u1").keys(List.of(unanchored, service("u2", "u1"))))
                .isEmpty();
    }

    @Test
    void aRecordWithoutAnchorIsLeftOverWhenASweepSaysSo() {
        ConfigMap unanchored = record("u1");
        unanchored.setData(Map.of("anchor", "none"));
        List<HasMetadata> objects = List.of(unanchored, service("u2", "u1"));

        assertThat(new OrphanedSandboxes(Set.of("u1"), CREATED.plusSeconds(61), AGE, Optional.of(Duration.ofMinutes(1)))
                        .keys(objects))
                .containsExactly("k7f3q5tbma");
        assertThat(new OrphanedSandboxes(Set.of("u1"), CREATED.plusSeconds(60), AGE, Optional.of(Duration.ofMinutes(1)))
                        .keys(objects))
                .isEmpty();
    }

    private static OrphanedSandboxes orphans(int seconds, String... owners) {
        return new OrphanedSandboxes(Set.of(owners), CREATED.plusSeconds(seconds), AGE, Optional.empty());
    }

    private static ConfigMap record(String uid, String... owners) {
        return new ConfigMapBuilder().withMetadata(metadata(uid, owners)).build();
    }

    private static HasMetadata service(String uid, String... owners) {
        return new ServiceBuilder().withMetadata(metadata(uid, owners)).build();
    }

    private static ObjectMeta metadata(String uid, String... owners) {
        ObjectMetaBuilder metadata = new ObjectMetaBuilder()
                .withUid(uid)
                .withLabels(Map.of(SpurlineLabels.SANDBOX, "k7f3q5tbma"))
                .withCreationTimestamp(CREATED.toString());
        for (String owner : owners) {
            metadata.addNewOwnerReference().withUid(owner).endOwnerReference();
        }
        return metadata.build();
    }
}
