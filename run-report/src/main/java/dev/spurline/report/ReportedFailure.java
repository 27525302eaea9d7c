// SPDX-License-Identifier: Apache-2.0
package dev.spurline.report;

/**
 * Why something failed.
 *
 * @param message what was thrown, without secrets
 * @param diagnosis what the sandbox looked like then; empty if nobody looked
 * @param files where plan, logs and events were written; empty if nowhere
 * @since 0.1
 */
public record ReportedFailure(String message, String diagnosis, String files) {}
