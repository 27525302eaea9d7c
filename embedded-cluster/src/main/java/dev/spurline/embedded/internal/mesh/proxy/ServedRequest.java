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

import dev.spurline.embedded.internal.mesh.config.Peer;
import dev.spurline.embedded.internal.mesh.routing.ServicePort;
import java.util.Map;
import java.util.Optional;

/**
 * How one request ended, as a proxy counts it.
 *
 * @param destination who answered, empty if no pod was reached
 * @param flags Envoy's response flags, {@code -} if there are none
 * @param grpcStatus the status of a gRPC call, empty for others
 * @param tags further labels
 */
record ServedRequest(
        Peer source,
        Optional<Peer> destination,
        ServicePort service,
        String target,
        int status,
        String flags,
        String grpcStatus,
        Map<String, String> tags) {

    ServedRequest with(Map<String, String> further) {
        return further.isEmpty()
                ? this
                : new ServedRequest(source, destination, service, target, status, flags, grpcStatus, further);
    }
}
