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
package dev.spurline.internal.survey;

/** Whose proxies decide where a request goes. */
public enum Mesh {
    /** Istio with a sidecar in each pod. */
    ISTIO,
    /** Istio ambient: requests are routed only where a waypoint stands before the Service. */
    ISTIO_AMBIENT,
    /** Linkerd. */
    LINKERD,
    /** Nothing that could tell requests apart by header was found. */
    NONE;

    /** Returns how the names of its controllers begin: others may know nothing of routes of Services, and say so. */
    public String controller() {
        return this == LINKERD ? "linkerd.io/" : "istio.io/";
    }

    /** Returns whether this is Istio in either form. */
    public boolean istio() {
        return this == ISTIO || this == ISTIO_AMBIENT;
    }
}
