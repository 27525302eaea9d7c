// SPDX-License-Identifier: Apache-2.0
package dev.spurline;

/**
 * What opening a sandbox would do, computed without writing anything.
 *
 * @since 0.1
 */
public interface Plan {

    /** Returns the key the plan was made with. */
    RoutingKey key();

    /** Returns the objects that would be created, in order, as a YAML stream; values of secrets are masked. */
    String yaml();

    /** Returns every step and every change against the baseline, each as a sentence with its reason. */
    String prose();
}
