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
package dev.spurline.internal.routing;

import dev.spurline.RoutingKey;
import dev.spurline.internal.survey.Mesh;
import io.fabric8.kubernetes.api.model.Service;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * What is to be routed: a part of a Service.
 *
 * @param service the Service whose requests are told apart
 * @param form the part, and the foreign routes that are in force there
 * @param parts how many parts the Service has
 * @param forks the forks' Services by the baseline's, as {@code namespace/name}
 * @param key the key
 * @param format where requests carry it
 * @param mesh whose rules apply
 * @param version the version of the route kind that is served
 * @param home the namespace of the route objects: the Service's, or that of callers with routes of their own
 * @param mirrors whether copies of rules keep their mirrors
 */
public record RouteRequest(
        Service service,
        PortForm form,
        int parts,
        Map<String, String> forks,
        RoutingKey key,
        KeyFormat format,
        Mesh mesh,
        String version,
        String home,
        boolean mirrors) {

    /** Copies the map. */
    public RouteRequest {
        forks = Collections.unmodifiableMap(new LinkedHashMap<>(forks));
    }

    String namespace() {
        return service.getMetadata().getNamespace();
    }

    /** Returns whether the routes are for callers in another namespace than the Service's. */
    boolean consumer() {
        return !home.equals(namespace());
    }

    /** Returns the fork's Service. */
    String fork() {
        return Objects.requireNonNull(forks.get(namespace() + "/" + name()), name());
    }

    String name() {
        return service.getMetadata().getName();
    }
}
