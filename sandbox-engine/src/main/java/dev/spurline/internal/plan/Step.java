// SPDX-License-Identifier: Apache-2.0
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
