// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.follow;

import dev.spurline.internal.routing.SandboxRoute;
import dev.spurline.internal.routing.SharedRoute;
import dev.spurline.internal.watch.ForeignVersions;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What was there of others, and of what sandboxes share, at one moment: computed once for all sandboxes that follow it.
 *
 * @param changes how many changes the watches had seen
 * @param versions the versions of all objects of others, by which this state differs from others
 * @param shared the objects that sandboxes share, by their titles
 */
record ForeignState(long changes, Set<String> versions, Map<String, SharedRoute> shared) {

    static ForeignState of(long changes, Collection<HasMetadata> objects) {
        Map<String, SharedRoute> shared = new HashMap<>();
        objects.forEach(object -> SharedRoute.of(object).ifPresent(route -> shared.put(title(route), route)));
        return new ForeignState(changes, ForeignVersions.of(objects.stream()), shared);
    }

    private static String title(SharedRoute route) {
        return SandboxRoute.title(route.object());
    }

    /** Returns what is there of an object that sandboxes share. */
    Optional<SharedRoute> find(SharedRoute planned) {
        return Optional.ofNullable(shared.get(title(planned)));
    }
}
