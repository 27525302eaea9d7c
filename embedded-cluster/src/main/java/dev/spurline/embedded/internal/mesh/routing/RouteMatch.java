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

import java.util.List;
import java.util.Optional;

/** One of a rule's matches: all of its conditions have to hold. */
public record RouteMatch(PathMatch path, List<NamedMatch> headers, List<NamedMatch> query, Optional<String> method) {

    /** What a rule of an HTTPRoute without matches stands for. */
    static final RouteMatch EVERY_PATH =
            new RouteMatch(new PathMatch.Prefix("/"), List.of(), List.of(), Optional.empty());

    /** What a rule of a GRPCRoute without matches stands for. */
    static final RouteMatch EVERY_CALL =
            new RouteMatch(PathMatch.GrpcMethod.EVERY, List.of(), List.of(), Optional.empty());

    RouteMatch with(PathMatch other) {
        return new RouteMatch(other, headers, query, method);
    }
}
