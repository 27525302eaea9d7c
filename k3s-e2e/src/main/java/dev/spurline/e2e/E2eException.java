// SPDX-License-Identifier: Apache-2.0
package dev.spurline.e2e;

/** A run cannot begin, or a part of its cluster cannot be had; the message is one sentence with what to do. */
public final class E2eException extends RuntimeException {

    private static final long serialVersionUID = 1;

    E2eException(String message) {
        super(message);
    }

    E2eException(String message, Throwable cause) {
        super(message, cause);
    }
}
