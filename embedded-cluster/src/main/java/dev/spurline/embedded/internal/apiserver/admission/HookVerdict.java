// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.admission;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** What a webhook says to a write. */
public sealed interface HookVerdict {

    /** Lets the write pass. */
    static HookVerdict allow() {
        return new Allow();
    }

    /** Lets the write pass with another object. */
    static HookVerdict mutate(ObjectNode object) {
        return new Mutate(object);
    }

    /** Refuses the write with an HTTP status code of 400 or above. */
    static HookVerdict refuse(int code, String message) {
        return new Refuse(code, message);
    }

    /** The write passes. */
    record Allow() implements HookVerdict {}

    /** The write passes with another object. */
    record Mutate(ObjectNode object) implements HookVerdict {}

    /** The write is refused. */
    record Refuse(int code, String message) implements HookVerdict {}
}
