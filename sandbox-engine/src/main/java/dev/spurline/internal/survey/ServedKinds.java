// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.survey;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/**
 * Which of the custom kinds the API server serves, and in which version.
 *
 * @param versions the version by kind; a kind that is not served is missing
 */
public record ServedKinds(Map<CustomKind, String> versions) {

    /** Copies the map. */
    public ServedKinds {
        versions = Map.copyOf(versions);
    }

    /** Returns the version in which a kind is served. */
    public Optional<String> version(CustomKind kind) {
        return Optional.ofNullable(versions.get(kind));
    }

    /** Returns the kinds that are served. */
    public Collection<CustomKind> kinds() {
        return versions.keySet();
    }
}
