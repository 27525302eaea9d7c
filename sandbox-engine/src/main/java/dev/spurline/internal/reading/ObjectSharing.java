// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.reading;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What was listed last, by kind and namespace. A survey takes from it what has not changed since: each sandbox keeps its
 * survey while it lives, and a hundred of them would else keep every object a hundred times.
 */
final class ObjectSharing {

    private final Map<String, Map<String, HasMetadata>> last = new ConcurrentHashMap<>();

    /**
     * Returns the objects of a list, the same instances as last time where they are of the same version.
     *
     * @param what kind and namespace
     * @param listed what nobody else has; who owns which field is removed from it, as no plan depends on that
     */
    @SuppressWarnings("unchecked") // What is of the same version of one list is of the same type.
    <T extends HasMetadata> List<T> shared(String what, Collection<T> listed) {
        Map<String, HasMetadata> before = last.getOrDefault(what, Map.of());
        listed.forEach(object -> object.getMetadata().setManagedFields(List.of()));
        List<T> shared = listed.stream()
                .map(object -> (T) before.getOrDefault(version(object), object))
                .toList();
        last.put(
                what,
                shared.stream()
                        .filter(object -> object.getMetadata().getUid() != null)
                        .collect(Collectors.toMap(ObjectSharing::version, Function.identity(), (one, other) -> one)));
        return shared;
    }

    private static String version(HasMetadata object) {
        ObjectMeta metadata = object.getMetadata();
        return metadata.getUid() + "@" + metadata.getResourceVersion();
    }
}
