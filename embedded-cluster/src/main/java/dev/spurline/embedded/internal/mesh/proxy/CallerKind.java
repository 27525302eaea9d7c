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
package dev.spurline.embedded.internal.mesh.proxy;

/** What stands between a caller and the Services that it calls. */
public enum CallerKind {
    /** A pod with a proxy: it follows the routes whose parent is the Service. */
    SIDECAR,
    /** The ingress gateway: its proxy follows routes whose parent is a Gateway, and none whose parent is a Service. */
    GATEWAY,
    /** A pod without a proxy: its connections go to the endpoints of the Service, as kube-proxy leads them. */
    PLAIN
}
