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

import dev.spurline.embedded.internal.node.ContainerPhase.Waiting;

/** What came of an attempt to start a container. */
sealed interface StartOutcome {

    /** It runs. */
    record Started(RunningContainer run, ContainerLog log) implements StartOutcome {}

    /** It was made and did not run. */
    record Broken(String message, ContainerLog log) implements StartOutcome {}

    /** Something that it needs is missing; the attempt is repeated. */
    record Refused(Waiting waiting) implements StartOutcome {}

    /** Its image cannot be had; the attempt is repeated after a back-off. */
    record NoImage(String message) implements StartOutcome {}
}
