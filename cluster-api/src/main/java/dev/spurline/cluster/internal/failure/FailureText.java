// SPDX-License-Identifier: Apache-2.0
package dev.spurline.cluster.internal.failure;

/** What a sentence says of a failure. */
public final class FailureText {

    private FailureText() {}

    /** Returns the message of a failure; the name of its class if it has none, as many of the JDK's have. */
    public static String of(Throwable failure) {
        String message = failure.getMessage();
        return message == null || message.isBlank() ? failure.getClass().getName() : message.strip();
    }
}
