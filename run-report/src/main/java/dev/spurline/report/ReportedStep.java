// SPDX-License-Identifier: Apache-2.0
package dev.spurline.report;

/**
 * A part of opening a sandbox, or its closing.
 *
 * @param name what it is, such as {@code plan}, {@code anchor}, {@code pod}, {@code ready}, {@code route} or {@code live}
 * @param began when it began
 * @param took how long it took
 * @since 0.1
 */
public record ReportedStep(String name, long began, long took) {}
