// SPDX-License-Identifier: Apache-2.0
package dev.spurline;

/**
 * Says that the mesh did not take up the sandbox's routes.
 *
 * @since 0.1
 */
public final class RouteNotLiveException extends SandboxException {

    private static final long serialVersionUID = 1L;

    /**
     * Tells what happened.
     *
     * @param message the message
     */
    public RouteNotLiveException(String message) {
        super(message);
    }

    /**
     * Tells what happened, and what caused it.
     *
     * @param message the message
     * @param cause the cause
     */
    public RouteNotLiveException(String message, Throwable cause) {
        super(message, cause);
    }
}
