// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.node.environment;

/** A container cannot be made from its spec: something that it refers to is not there. The message is the kubelet's. */
public final class ContainerConfigException extends Exception {

    private final String text;

    public ContainerConfigException(String message) {
        super(message);
        text = message;
    }

    public String text() {
        return text;
    }
}
