// SPDX-License-Identifier: Apache-2.0
package dev.spurline.report;

/**
 * A setting that was given.
 *
 * @param name its name
 * @param value its value, without secrets
 * @param source where it was given
 * @since 0.1
 */
public record ReportedSetting(String name, String value, String source) {}
