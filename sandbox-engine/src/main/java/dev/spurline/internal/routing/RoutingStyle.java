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

import java.util.List;

/** One way to make a mesh send requests with the key to forks. A new way is a new class. */
public interface RoutingStyle {

    /**
     * Routes one Service.
     *
     * @param request the Service, what is attached to it, and what stands in for what
     * @return the objects to create, in order
     */
    List<RouteObject> route(RouteRequest request);
}
