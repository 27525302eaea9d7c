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

import io.fabric8.kubernetes.api.model.HasMetadata;

/** One write that a plan asks for. */
public sealed interface Step {

    /** Returns when the step is due. */
    Wave wave();

    /** Returns the object as it shall be, without owner references: they are the engine's to add. */
    HasMetadata object();

    /** Returns its turn: steps of one wave and turn are performed at once, a turn after all steps of an earlier one. */
    int turn();

    /** Returns what the step does and why. */
    String sentence();

    /**
     * Creates an object that nobody else writes.
     *
     * @param wave when
     * @param object the object: name, namespace and labels are set
     * @param sentence what and why
     * @param turn its turn in the wave, from 0
     */
    record Create(Wave wave, HasMetadata object, String sentence, int turn) implements Step {}
}
