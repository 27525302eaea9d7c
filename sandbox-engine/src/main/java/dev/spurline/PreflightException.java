// SPDX-License-Identifier: Apache-2.0
package dev.spurline;

/**
 * Says why a sandbox was refused before anything was written.
 *
 * @since 0.1
 */
public final class PreflightException extends SandboxException {

    private static final long serialVersionUID = 1L;

    /**
     * Tells what happened.
     *
     * @param message the message
     */
    public PreflightException(String message) {
        super(message);
    }

    /**
     * Tells what happened, and what caused it.
     *
     * @param message the message
     * @param cause the cause
     */
    public PreflightException(String message, Throwable cause) {
        super(message, cause);
    }
}
