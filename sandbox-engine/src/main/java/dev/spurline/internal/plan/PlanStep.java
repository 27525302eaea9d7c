// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.plan;

import io.fabric8.kubernetes.api.model.HasMetadata;

/**
 * One write that a plan asks for: the creation of an object that nobody else writes.
 *
 * @param wave when it is due
 * @param object the object as it shall be, without owner references: they are the engine's to add
 * @param sentence what the step does and why
 * @param turn its turn in the wave, from 0: steps of one wave and turn are performed at once, after all of an earlier turn
 */
public record PlanStep(Wave wave, HasMetadata object, String sentence, int turn) {

    /** Returns the step with another object. */
    public PlanStep with(HasMetadata other) {
        return new PlanStep(wave, other, sentence, turn);
    }
}
