// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit;

/**
 * What happens when no request is known to have reached a fork.
 *
 * <p>A sandbox is judged when it closes, if at least one of its tests passed, if every test method that shares it was
 * selected, and if a test that passed sent a request with the key or no test failed. So a class whose tests pass without
 * any request to its forks is not green, a single method run from an IDE never fails because the others were left out, and
 * a class that is red already gets no second failure that only repeats the first.
 *
 * <p>What cannot be read, such as the metrics of a proxy that nobody may reach, is said once and is neither proof nor
 * failure.
 *
 * <p>The setting {@code spurline.evidence} ({@code required}, {@code warn} or {@code off}) is stronger than this value.
 *
 * @since 0.1
 */
public enum Evidence {
    /** The class, or the method if the sandbox is its own, fails with an {@code AssertionFailedError}. */
    REQUIRED,
    /** A warning goes to the log. */
    WARN
}
