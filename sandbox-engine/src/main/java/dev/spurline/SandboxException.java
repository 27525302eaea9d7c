// SPDX-License-Identifier: Apache-2.0
package dev.spurline;

import dev.spurline.cluster.internal.failure.HelpTopic;
import org.jspecify.annotations.Nullable;

/**
 * Says that a sandbox could not do what was asked.
 *
 * @since 0.1
 */
public class SandboxException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Tells what happened.
     *
     * @param message the message
     */
    public SandboxException(String message) {
        super(message);
    }

    /**
     * Tells what happened, and what caused it.
     *
     * @param message the message
     * @param cause the cause
     */
    public SandboxException(String message, Throwable cause) {
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
