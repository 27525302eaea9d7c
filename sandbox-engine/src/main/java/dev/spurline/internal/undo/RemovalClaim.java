// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.undo;

import dev.spurline.internal.survey.SpurlineLabels;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import java.util.Map;
import java.util.Set;

/**
 * What may be removed: objects with all of these labels that nobody else owns. Anybody can put a label on an object.
 *
 * @param labels the labels
 * @param living the uids of anchors and records that hold what they own
 */
record RemovalClaim(Map<String, String> labels, Set<String> living) {

    private static final String OURS = "spurline-";

    RemovalClaim {
        labels = Map.copyOf(labels);
        living = Set.copyOf(living);
    }

    /** What one engine made for a sandbox. */
    static RemovalClaim own(String key, String engine) {
        return new RemovalClaim(
                Map.of(
                        SpurlineLabels.SANDBOX,
                        key,
                        SpurlineLabels.ENGINE,
                        engine,
                        SpurlineLabels.MANAGED_BY,
                        SpurlineLabels.MANAGER),
                Set.of());
    }

    /** What is left of a sandbox, whoever made it. */
    static RemovalClaim left(String key, Set<String> living) {
        return new RemovalClaim(
                Map.of(SpurlineLabels.SANDBOX, key, SpurlineLabels.MANAGED_BY, SpurlineLabels.MANAGER), living);
    }

    /** Returns whether an object with the labels is ours to remove. */
    boolean on(HasMetadata object) {
        return object.getMetadata().getOwnerReferences().stream().allMatch(owner -> ours(object, owner));
    }

    /** Owned by an anchor or a record, or by a workload of ours, as a ReplicaSet is, and its Pods. */
    private boolean ours(HasMetadata object, OwnerReference owner) {
        boolean made = object.getKind().equals("ReplicaSet") && owner.getKind().equals("Deployment");
        return made || (named(owner.getName()) && !living.contains(owner.getUid()));
    }

    /** Anchors and records of an engine with a prefix for names have it in front. */
    private static boolean named(String owner) {
        return owner.startsWith(OURS) || owner.contains("-" + OURS);
    }
}
