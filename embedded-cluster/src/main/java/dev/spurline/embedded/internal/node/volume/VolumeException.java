// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.node.volume;

/** A volume cannot be made: something that it refers to is not there. The message is the kubelet's. */
public final class VolumeException extends Exception {

    private final String text;

    /** Fails with a message. */
    public VolumeException(String message) {
        super(message);
        text = message;
    }

    /** Returns the message. */
    public String text() {
        return text;
    }
}
