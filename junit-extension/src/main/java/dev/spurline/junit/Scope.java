// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit;

/**
 * How long a sandbox lives.
 *
 * @since 0.1
 */
public enum Scope {
    /** From before the first test of the class until after its last, nested classes included. */
    CLASS,
    /**
     * For one test method. The invocations of a repeated or parameterised method share one sandbox, and so do the dynamic
     * tests of a factory.
     */
    METHOD,
    /**
     * For all classes of a run in one JVM that ask for the same: from before the first of them until after the last. On a
     * method it is as {@link #METHOD}.
     */
    RUN
}
