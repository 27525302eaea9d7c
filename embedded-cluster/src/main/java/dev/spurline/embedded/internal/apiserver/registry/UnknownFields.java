// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.registry;

import dev.spurline.embedded.internal.apiserver.schema.types.MalformedException;
import java.util.List;
import java.util.function.Consumer;

/**
 * What happens to a write with fields that nobody knows, as the parameter {@code fieldValidation} says.
 *
 * <p>Source: kubernetes.io/docs/reference/using-api/api-concepts/.
 */
public interface UnknownFields {

    /** They are dropped without a word. */
    UnknownFields IGNORED = paths -> {};

    /** They are refused. */
    UnknownFields REFUSED = paths -> {
        throw MalformedException.unknown(paths);
    };

    /** They are dropped, and each is told of. */
    static UnknownFields told(Consumer<String> listener) {
        return paths -> paths.forEach(path -> listener.accept("unknown field \"" + path + "\""));
    }

    /**
     * Takes note of them.
     *
     * @param paths at least one
     * @throws MalformedException if they are refused
     */
    void found(List<String> paths);
}
