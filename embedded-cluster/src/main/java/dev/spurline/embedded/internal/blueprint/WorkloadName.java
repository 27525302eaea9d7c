// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.blueprint;

import java.util.Set;

/** A workload that a cluster waits for. */
record WorkloadName(String kind, String namespace, String name) {

    static final Set<String> KINDS = Set.of("Deployment", "StatefulSet", "Pod");

    String title() {
        return "%s %s/%s".formatted(kind, namespace, name);
    }
}
