// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.node;

/** A container cannot be made from its spec: something that it refers to is not there. The message is the kubelet's. */
final class ContainerConfigException extends Exception {

    private final String text;

    ContainerConfigException(String message) {
        super(message);
        text = message;
    }

    String text() {
        return text;
    }
}
