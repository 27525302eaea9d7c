// SPDX-License-Identifier: Apache-2.0
package dev.spurline;

/**
 * Says what of a sandbox could not be removed, and how to remove it.
 *
 * @since 0.1
 */
public final class CleanupException extends SandboxException {

    private static final long serialVersionUID = 1L;

    /**
     * Tells what happened.
     *
     * @param message the message
     */
    public CleanupException(String message) {
        super(message);
    }

    /**
     * Tells what happened, and what caused it.
     *
     * @param message the message
     * @param cause the cause
     */
    public CleanupException(String message, Throwable cause) {
        super(message, cause);
    }
}
