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

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A rule of a route: any of its matches, all of its filters, one of its backends. */
public record RouteRule(
        Optional<String> name,
        List<RouteMatch> matches,
        List<RouteFilter> filters,
        List<BackendRef> backends,
        Optional<Duration> requestTimeout,
        Optional<Duration> backendTimeout,
        Optional<Retry> retry) {

    /**
     * How often a failed attempt is repeated.
     *
     * @param attempts the repetitions after the first attempt
     * @param codes response codes that count as failed, beside failed connections
     */
    public record Retry(int attempts, Set<Integer> codes) {

        /** Repeats nothing. */
        public static final Retry NONE = new Retry(0, Set.of());

        /** What Istio does where a route says nothing. */
        public static final Retry ISTIO_DEFAULT = new Retry(2, Set.of());
    }
}
