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

/**
 * What Envoy counts for one host of a cluster.
 *
 * @param success requests that were not answered with 5xx
 * @param error the others
 */
record HostCount(long success, long error) {

    static final HostCount NONE = new HostCount(0, 0);

    static HostCount of(ServedRequest request, long count) {
        return request.status() >= 500 ? new HostCount(0, count) : new HostCount(count, 0);
    }

    HostCount plus(HostCount other) {
        return new HostCount(success + other.success, error + other.error);
    }

    long total() {
        return success + error;
    }
}
