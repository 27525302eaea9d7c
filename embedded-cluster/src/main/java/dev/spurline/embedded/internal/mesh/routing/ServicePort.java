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

/** One port of a Service, by the number that callers use. */
public record ServicePort(String namespace, String name, int port) {

    /** Returns the name by which every namespace can reach the Service. */
    public String host() {
        return name + "." + namespace + ".svc.cluster.local";
    }

    /** Returns the key of the Service, {@code namespace/name}. */
    public String service() {
        return namespace + "/" + name;
    }

    @Override
    public String toString() {
        return host() + ":" + port;
    }
}
