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
package dev.spurline.embedded.internal.mesh.routing;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** An HTTPRoute or a GRPCRoute. */
public record MeshRoute(
        Kind kind,
        String namespace,
        String name,
        Instant created,
        Map<String, String> annotations,
        List<ParentRef> parents,
        List<RouteRule> rules) {

    /** The kinds of routes. GRPCRoute comes first, as it does where both stand on one Service. */
    public enum Kind {
        /** {@code GRPCRoute}. */
        GRPC,
        /** {@code HTTPRoute}. */
        HTTP
    }

    String ruleName(int index) {
        return rules.get(index).name().orElse(namespace + "." + name + "." + index);
    }
}
