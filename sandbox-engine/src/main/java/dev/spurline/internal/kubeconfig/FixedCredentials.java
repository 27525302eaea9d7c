// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.kubeconfig;

import java.util.Optional;

/**
 * Credentials that stay as they are.
 *
 * @param authorization the header
 * @param title what they are
 * @param cure what a person can do
 */
record FixedCredentials(Optional<String> authorization, String title, String cure) implements Credentials {

    /** Shows no secret. */
    @Override
    public String toString() {
        return title;
    }
}
