// SPDX-License-Identifier: Apache-2.0
package dev.spurline.settings;

/**
 * A value of a setting, and where it was given.
 *
 * @param value the value
 * @param text the value as it was written
 * @param source the place, such as {@code system property spurline.lease}
 * @param <T> the type of the value
 * @since 0.1
 */
public record GivenValue<T>(T value, String text, String source) {}
