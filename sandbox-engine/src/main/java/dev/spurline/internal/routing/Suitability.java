// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

/**
 * Whether a style is the one for a Service.
 *
 * @param suits whether it is
 * @param reason why, or why not, as the end of a sentence that says because
 */
record Suitability(boolean suits, String reason) {

    static Suitability yes(String reason) {
        return new Suitability(true, reason);
    }

    static Suitability no(String reason) {
        return new Suitability(false, reason);
    }
}
