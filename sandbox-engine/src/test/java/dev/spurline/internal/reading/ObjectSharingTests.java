// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.reading;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ObjectSharingTests {

    private final ObjectSharing sharing = new ObjectSharing();

    @Test
    void whatHasNotChangedIsTheSameInstanceAndAllElseIsWhatWasListed() {
        ConfigMap kept = object("a", "1");
        ConfigMap changed = object("b", "1");
        sharing.shared("configmaps/shop", List.of(kept, changed, object("gone", "1")));
        ConfigMap after = object("b", "2");
        ConfigMap fresh = object("c", "1");

        List<ConfigMap> shared = sharing.shared("configmaps/shop", List.of(object("a", "1"), after, fresh));

        assertThat(shared).hasSize(3);
        assertThat(shared.get(0)).isSameAs(kept);
        assertThat(shared.get(1)).isSameAs(after);
        assertThat(shared.get(2)).isSameAs(fresh);
    }

    @Test
    void whatWasListedElsewhereOrBeforeTheLastTimeIsNotTaken() {
        sharing.shared("configmaps/shop", List.of(object("a", "1")));
        ConfigMap elsewhere = object("a", "1");
        assertThat(sharing.shared("configmaps/web", List.of(elsewhere)).get(0)).isSameAs(elsewhere);

        sharing.shared("configmaps/shop", List.<ConfigMap>of());
        ConfigMap again = object("a", "1");
        assertThat(sharing.shared("configmaps/shop", List.of(again)).get(0)).isSameAs(again);
    }

    /** Nothing tells such objects apart. */
    @Test
    void anObjectWithoutUidIsNeverTakenForAnother() {
        sharing.shared("configmaps/shop", List.of(object(null, "1")));
        ConfigMap other = object(null, "1");

        assertThat(sharing.shared("configmaps/shop", List.of(other)).get(0)).isSameAs(other);
    }

    @Test
    void whoOwnsWhichFieldIsForgotten() {
        ConfigMap object = object("a", "1");

        sharing.shared("configmaps/shop", List.of(object));

        assertThat(object.getMetadata().getManagedFields()).isEmpty();
    }

    private static ConfigMap object(@Nullable String uid, String version) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withUid(uid)
                .withResourceVersion(version)
                .addNewManagedField()
                .withManager("kubectl")
                .endManagedField()
                .endMetadata()
                .build();
    }
}
