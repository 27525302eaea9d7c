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
 * A workload whose proxies may send requests to a forked Service, and so show whether its routes are live.
 *
 * @param namespace its namespace
 * @param workload its name, that of the Deployment or StatefulSet
 * @param pods the names of its ready pods with a proxy
 */
public record Caller(String namespace, String workload, List<String> pods) {

    /** Copies the list. */
    public Caller {
        pods = List.copyOf(pods);
    }
}
