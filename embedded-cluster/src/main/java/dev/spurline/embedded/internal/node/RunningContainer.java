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
package dev.spurline.embedded.internal.node;

import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** A container that has been started. */
interface RunningContainer {

    /** Returns the loopback port by container port. */
    Map<Integer, Integer> ports();

    /** Completes with the exit code when the container has ended, and everything of it is gone. */
    CompletableFuture<Integer> exit();

    /** Asks the container to end, as SIGTERM does. Returns at once. */
    void terminate();

    /** Ends the container, as SIGKILL does. Returns at once. */
    void kill();
}
