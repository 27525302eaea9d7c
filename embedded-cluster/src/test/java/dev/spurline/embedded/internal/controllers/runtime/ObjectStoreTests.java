// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.controllers.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spurline.embedded.internal.client.DiscoveredKind;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ObjectStoreTests {

    private static final int CHANGES = 20_000;

    private final ObjectStore<Pod> store =
            new ObjectStore<>(new DiscoveredKind("", "v1", "Pod", "pods", true, Set.of()));

    /** A controller that saw its pod missing for a moment would make another one. */
    @Test
    void anObjectIsThereWhileItChanges() {
        store.put(pod(1, "owner"));
        CompletableFuture<Void> changes = CompletableFuture.runAsync(() -> {
            for (int revision = 2; revision <= CHANGES; revision++) {
                store.put(pod(revision, "owner"));
            }
        });
        int missing = 0;
        while (!changes.isDone()) {
            missing += store.controlledBy("owner").isEmpty() ? 1 : 0;
            missing += store.get("shop", "cart").isEmpty() ? 1 : 0;
        }
        changes.join();
        assertThat(missing).isZero();
        assertThat(store.controlledBy("owner")).containsExactly(pod(CHANGES, "owner"));
    }

    @Test
    void anObjectLeavesTheControllerThatItHad() {
        store.put(pod(1, "one"));
        store.put(pod(2, "other"));
        assertThat(store.controlledBy("one")).isEmpty();
        assertThat(store.controlledBy("other")).containsExactly(pod(2, "other"));
        store.remove(pod(2, "other"));
        assertThat(store.controlledBy("other")).isEmpty();
        assertThat(store.get("shop", "cart")).isEmpty();
    }

    @Test
    void anOlderStateIsNotTakenIn() {
        store.put(pod(2, "owner"));
        store.put(pod(1, "other"));
        assertThat(store.get("shop", "cart")).contains(pod(2, "owner"));
    }

    @Test
    void anObjectThatIsGoneDoesNotComeBack() {
        store.put(pod(1, "owner"));
        store.remove(pod(1, "owner"));
        store.put(pod(2, "owner"));
        assertThat(store.get("shop", "cart")).isEmpty();
    }

    private static Pod pod(int revision, String owner) {
        return new PodBuilder()
                .withNewMetadata()
                .withUid("cart-uid")
                .withNamespace("shop")
                .withName("cart")
                .withResourceVersion(Integer.toString(revision))
                .addNewOwnerReference()
                .withController(true)
                .withUid(owner)
                .endOwnerReference()
                .endMetadata()
                .build();
    }
}
