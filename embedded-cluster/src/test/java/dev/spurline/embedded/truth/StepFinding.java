// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.truth;

import java.util.List;

/**
 * What came of one step.
 *
 * @param id file, scenario and number
 * @param what the step, for people
 * @param differences empty if it agrees
 */
record StepFinding(String id, String what, List<String> differences) {

    boolean passed() {
        return differences.isEmpty();
    }

    @Override
    public String toString() {
        return "%s %s%n    %s".formatted(id, what, String.join("\n    ", differences));
    }
}
