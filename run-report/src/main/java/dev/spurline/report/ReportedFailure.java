// SPDX-License-Identifier: Apache-2.0
package dev.spurline.report;

/**
 * Why something failed. Message and diagnosis have at most 64 Ki characters: of a longer one the middle is left out.
 *
 * @param message what was thrown, without secrets
 * @param diagnosis what the sandbox looked like then; empty if nobody looked
 * @param files where plan, logs and events were written; empty if nowhere
 * @since 0.1
 */
public record ReportedFailure(String message, String diagnosis, String files) {

    private static final int LONGEST = 64 * 1024;

    /** Leaves out the middle of what is too long. */
    public ReportedFailure {
        message = ReportText.shortened(message, LONGEST);
        diagnosis = ReportText.shortened(diagnosis, LONGEST);
    }
}
