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
import java.util.List;
import java.util.Map;

/**
 * What is to be routed.
 *
 * @param service the Service whose requests are told apart
 * @param ports the ports on which the mesh reads requests
 * @param attached the foreign routes on it that are in force for all callers, in the order in which the mesh ranks equals
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
        List<Integer> ports,
        List<AttachedRoute> attached,
        Map<String, String> forks,
        RoutingKey key,
        KeyFormat format,
        Mesh mesh,
        String version,
        String home,
        boolean mirrors) {

    /** Copies the collections. */
    public RouteRequest {
        ports = List.copyOf(ports);
        attached = List.copyOf(attached);
        forks = Collections.unmodifiableMap(new LinkedHashMap<>(forks));
    }

    String namespace() {
        return service.getMetadata().getNamespace();
    }

    /** Returns whether the routes are for callers in another namespace than the Service's. */
    boolean consumer() {
        return !home.equals(namespace());
    }

    String name() {
        return service.getMetadata().getName();
    }
}
