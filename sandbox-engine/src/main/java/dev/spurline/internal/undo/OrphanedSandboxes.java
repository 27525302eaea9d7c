// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.undo;

import dev.spurline.internal.preflight.LivingSandboxes;
import dev.spurline.internal.survey.SpurlineLabels;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Tells sandboxes that nobody holds any more from those that live.
 *
 * @param owners the uids of the anchors and records there are
 * @param now the cluster's time
 * @param age how old an object must be before the lack of its owner means anything
 * @param unanchoredAge how old a sandbox without anchor must be to be taken for left over; empty for never
 */
record OrphanedSandboxes(Set<String> owners, Instant now, Duration age, Optional<Duration> unanchoredAge) {

    /** Returns the keys of sandboxes of which something is left although nothing holds it. */
    Set<String> keys(Collection<? extends HasMetadata> objects) {
        Set<String> keys = keys(objects.stream().filter(object -> old(object) && !held(object)));
        // A sandbox that lives keeps even what somebody took its owner from.
        keys.removeAll(keys(objects.stream().filter(object -> object instanceof ConfigMap && held(object))));
        return keys;
    }

    private static Set<String> keys(Stream<? extends HasMetadata> objects) {
        return objects.map(object -> object.getMetadata().getLabels().get(SpurlineLabels.SANDBOX))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private boolean old(HasMetadata object) {
        return age(object).compareTo(age) > 0;
    }

    private boolean outlived(HasMetadata object) {
        return unanchoredAge.filter(limit -> age(object).compareTo(limit) > 0).isPresent();
    }

    private Duration age(HasMetadata object) {
        return Duration.between(Instant.parse(object.getMetadata().getCreationTimestamp()), now);
    }

    private boolean held(HasMetadata object) {
        return (LivingSandboxes.unanchored(object) && !outlived(object))
                || object.getMetadata().getOwnerReferences().stream()
                        .map(OwnerReference::getUid)
                        .anyMatch(owners::contains);
    }
}
