// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.report;

import dev.spurline.internal.plan.SandboxPlan;

/** The key of a sandbox that is never opened: whoever looked for it would find nothing. */
final class RehearsedKey {

    private RehearsedKey() {}

    /** Returns a text of a plan without its key. */
    static String hide(SandboxPlan plan, String text) {
        return text.replace(plan.key().value(), "<key>");
    }
}
