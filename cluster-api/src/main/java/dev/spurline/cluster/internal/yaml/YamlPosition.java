// SPDX-License-Identifier: Apache-2.0
package dev.spurline.cluster.internal.yaml;

import java.io.Serializable;
import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.Mark;

/**
 * A place in a text.
 *
 * @param line from 1
 * @param column from 1
 */
public record YamlPosition(int line, int column) implements Serializable {

    /** Where a text begins. */
    static final YamlPosition START = new YamlPosition(1, 1);

    static YamlPosition of(Optional<Mark> mark) {
        return mark.map(known -> new YamlPosition(known.getLine() + 1, known.getColumn() + 1))
                .orElse(START);
    }
}
