// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.controllers.runtime;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How an object is to be deleted: only while it is still the same one, and what becomes of what it owns.
 *
 * <p>Source: kubernetes.io/docs/concepts/architecture/garbage-collection/#cascading-deletion.
 */
public enum DeletionMode {
    /** As the kind's default says. */
    DEFAULT("", false),
    /** At once, without asking the node. */
    FORCED("", false),
    /** What it owns goes after it; refused if anything about it changed meanwhile. */
    BACKGROUND("Background", true),
    /** What it owns goes before it. */
    FOREGROUND("Foreground", false),
    /** What it owns stays. */
    ORPHAN("Orphan", true);

    private final String propagation;
    private final boolean unchanged;

    DeletionMode(String propagation, boolean unchanged) {
        this.propagation = propagation;
        this.unchanged = unchanged;
    }

    Map<String, Object> options(HasMetadata object) {
        Map<String, Object> preconditions = new LinkedHashMap<>();
        preconditions.put("uid", object.getMetadata().getUid());
        if (unchanged) {
            preconditions.put("resourceVersion", object.getMetadata().getResourceVersion());
        }
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("kind", "DeleteOptions");
        body.put("apiVersion", "v1");
        body.put("preconditions", preconditions);
        if (this == FORCED) {
            body.put("gracePeriodSeconds", 0);
        }
        if (!propagation.isEmpty()) {
            body.put("propagationPolicy", propagation);
        }
        return body;
    }
}
