// SPDX-License-Identifier: Apache-2.0
package dev.spurline.report;

/**
 * A difference between two answers.
 *
 * @param place where
 * @param baseline what the baseline has there, without secrets; long values are cut
 * @param fork what the answer to the request with the key has there, without secrets; long values are cut
 * @since 0.1
 */
public record ReportedDifference(String place, String baseline, String fork) {}
