// SPDX-License-Identifier: Apache-2.0
package dev.spurline;

/**
 * Says why a fork did not become ready, with its last events and log lines.
 *
 * @since 0.1
 */
public final class ForkFailedException extends SandboxException {

    private static final long serialVersionUID = 1L;

    /**
     * Tells what happened.
     *
     * @param message the message
     */
    public ForkFailedException(String message) {
        super(message);
    }

    /**
     * Tells what happened, and what caused it.
     *
     * @param message the message
     * @param cause the cause
     */
    public ForkFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
