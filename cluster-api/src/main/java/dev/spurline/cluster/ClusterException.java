// SPDX-License-Identifier: Apache-2.0
package dev.spurline.cluster;

import dev.spurline.cluster.internal.failure.HelpTopic;
import org.jspecify.annotations.Nullable;

/**
 * Says that a cluster cannot be what its blueprint describes, or cannot do what was asked of it.
 *
 * @since 0.1
 */
public final class ClusterException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Tells what happened.
     *
     * @param message the message
     */
    public ClusterException(String message) {
        super(message);
    }

    /**
     * Tells what happened, and what caused it.
     *
     * @param message the message
     * @param cause the cause
     */
    public ClusterException(String message, Throwable cause) {
        super(message, cause);
    }

    /**
     * Returns the message, and in a line of its own where the documentation explains failures of this kind: what {@link
     * #toString} and stack traces show.
     */
    @Override
    public @Nullable String getLocalizedMessage() {
        return HelpTopic.withAddress(getMessage(), this);
    }
}
