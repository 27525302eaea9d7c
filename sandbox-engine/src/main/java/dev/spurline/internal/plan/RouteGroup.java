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
package dev.spurline.internal.plan;

import dev.spurline.internal.routing.AttachedRoute;
import dev.spurline.internal.routing.Attachments;
import dev.spurline.internal.survey.Mesh;
import io.fabric8.kubernetes.api.model.Service;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The foreign routes that decide for the same callers, and so are copied together.
 *
 * @param home the namespace of the copies
 * @param attached the foreign routes, the oldest first
 * @param audience whose proxies follow the copies
 */
record RouteGroup(String home, List<AttachedRoute> attached, Audience audience) {

    RouteGroup {
        attached = List.copyOf(attached);
    }

    /**
     * Returns the groups of a Service: routes in its own namespace decide for callers everywhere, those in another
     * namespace for callers there. In Istio they replace the former, in Linkerd they are added to them: there the copies for
     * some callers hold both, in the right order, and are to be older than the copies for all.
     */
    static List<RouteGroup> of(Service service, Attachments attachments, Mesh mesh) {
        List<AttachedRoute> producers = attachments.producers();
        Set<String> elsewhere = mesh.istio() ? attachments.consumers().keySet() : Set.<String>of();
        List<RouteGroup> groups = new ArrayList<>();
        attachments.consumers().forEach((namespace, consumers) -> {
            List<AttachedRoute> deciding = mesh.istio() ? consumers : attachments.decidingIn(namespace);
            groups.add(new RouteGroup(namespace, deciding, new Audience(Optional.of(namespace), Set.of())));
        });
        groups.add(new RouteGroup(
                service.getMetadata().getNamespace(), producers, new Audience(Optional.empty(), elsewhere)));
        return groups;
    }

    /** Returns whether the copies are for callers in another namespace than the Service's. */
    boolean consumer() {
        return audience.only().isPresent();
    }
}
