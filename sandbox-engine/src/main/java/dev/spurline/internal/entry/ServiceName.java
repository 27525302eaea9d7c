/*
 * Copyright 2026 the Spurline authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
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
