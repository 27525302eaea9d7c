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

import java.util.List;

/**
 * A Service of the baseline and its twin for the fork.
 *
 * @param baseline the baseline's Service
 * @param fork the fork's Service, in the same namespace
 * @param ports their common ports
 */
public record ForkService(String baseline, String fork, List<Port> ports) {

    /** Copies the list. */
    public ForkService {
        ports = List.copyOf(ports);
    }

    /**
     * A port of both Services.
     *
     * @param name its name, empty if it has none
     * @param number the Service's port
     * @param target where it leads in the pod: a number, or the name of a container's port
     * @param http whether the mesh reads requests on it, so that they can be told apart
     */
    public record Port(String name, int number, String target, boolean http) {}
}
