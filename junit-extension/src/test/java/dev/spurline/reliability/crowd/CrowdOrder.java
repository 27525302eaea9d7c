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
package dev.spurline.reliability.crowd;

import java.net.URI;

/**
 * What one JVM of a crowd shall do; it fits into a line.
 *
 * @param kubeconfig how its engines reach the cluster
 * @param namespace where
 * @param entry where requests go in
 * @param engines how many engines
 * @param rounds how often each opens a sandbox and closes it
 */
record CrowdOrder(String kubeconfig, String namespace, URI entry, int engines, int rounds) {

    String line() {
        return String.join(
                "|", kubeconfig, namespace, entry.toString(), String.valueOf(engines), String.valueOf(rounds));
    }

    static CrowdOrder parse(String line) {
        String[] parts = line.split("\\|", -1);
        return new CrowdOrder(
                parts[0], parts[1], URI.create(parts[2]), Integer.parseInt(parts[3]), Integer.parseInt(parts[4]));
    }
}
