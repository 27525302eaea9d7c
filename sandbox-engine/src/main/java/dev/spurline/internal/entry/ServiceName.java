// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.entry;

import io.fabric8.kubernetes.api.model.Service;
import java.util.Optional;

/**
 * A Service as a test names it: {@code name}, {@code name:port}, or either after {@code namespace/}.
 *
 * @param home the sandbox's own namespace
 * @param namespace where the Service is
 * @param name its name
 * @param port a number or a name of its ports, if one is named
 */
record ServiceName(String home, String namespace, String name, Optional<String> port) {

    static ServiceName parse(String text, String home) {
        int slash = text.indexOf('/');
        String rest = text.substring(slash + 1);
        int colon = rest.indexOf(':');
        return new ServiceName(
                home,
                slash < 0 ? home : text.substring(0, slash),
                colon < 0 ? rest : rest.substring(0, colon),
                colon < 0 ? Optional.empty() : Optional.of(rest.substring(colon + 1)));
    }

    boolean means(Service service) {
        return service.getMetadata().getNamespace().equals(namespace)
                && service.getMetadata().getName().equals(name);
    }

    /** Returns how a test would name another Service. */
    String like(String where, String other) {
        return where.equals(home) ? other : where + "/" + other;
    }
}
