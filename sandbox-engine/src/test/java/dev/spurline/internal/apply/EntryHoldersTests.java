// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.apply;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EntryHoldersTests {

    private static final String ONE = "kaaaaaaaa2";
    private static final String TWO = "kaaaaaaaa3";

    /** What can wait for another write waits, as others write between reading and writing. */
    @Test
    void whoIsInAHurryLeavesDeadEntriesAndOwnersToOthers() {
        try (SharedRouteCluster cluster = new SharedRouteCluster()) {
            OwnerReference engine = cluster.anchor("e1");
            OwnerReference other = cluster.anchor("e2");
            ConfigMap record = cluster.record(ONE, "e1", engine);
            EntryHolders asked = EntryHolders.of(List.of(record));
            HasMetadata root = cluster.root(ONE).object();
            root.getMetadata().setOwnerReferences(List.of(engine, other));

            assertThat(asked.live(TWO)).isFalse();
            assertThat(asked.with(Optional.empty(), root, Set.of(ONE))).containsExactly(engine);
            assertThat(EntryHolders.UNKNOWN.live(TWO)).isTrue();
            assertThat(EntryHolders.UNKNOWN.with(Optional.empty(), root, Set.of(ONE)))
                    .containsExactly(engine, other);
        }
    }
}
