// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.node.container;

/** A container could not be started at all. The message is the container runtime's. */
final class StartException extends Exception {

    private final String text;

    StartException(String message) {
        super(message);
        text = message;
    }

    String text() {
        return text;
    }
}
