// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.node.machine;

import io.fabric8.kubernetes.api.model.Quantity;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/**
 * What a node says of itself.
 *
 * @param name its name
 * @param capacity what it has; requests are only counted against it, nothing is reserved, so that the default is far
 *     more than a laptop has
 * @param labels its labels, beside those that each node has
 */
public record NodeSettings(String name, Map<String, Quantity> capacity, Map<String, String> labels) {

    /** Marks nodes that were attached to an API server of others. */
    public static final String ATTACHED = "embedded.spurline.dev/attached";

    /** Copies. */
    public NodeSettings {
        capacity = Map.copyOf(capacity);
        labels = Map.copyOf(labels);
    }

    /** Describes a node without labels of its own. */
    public NodeSettings(String name, Map<String, Quantity> capacity) {
        this(name, capacity, Map.of());
    }

    /** Returns a node with a name of its own, which an API server of others can have beside its other nodes. */
    public static NodeSettings attached() {
        String suffix = Integer.toString(ThreadLocalRandom.current().nextInt(36 * 36 * 36, 36 * 36 * 36 * 36), 36);
        return new NodeSettings("spurline-" + suffix, standard().capacity(), Map.of(ATTACHED, "true"));
    }

    /** Returns a node with room for several hundred pods. */
    public static NodeSettings standard() {
        return new NodeSettings(
                "node1",
                Map.of(
                        "cpu", new Quantity("64"),
                        "memory", new Quantity("256Gi"),
                        "ephemeral-storage", new Quantity("256Gi"),
                        "pods", new Quantity("500")));
    }
}
