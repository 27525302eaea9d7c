// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded;

/**
 * What an admission hook says to a write.
 *
 * @since 0.1
 */
public sealed interface AdmissionVerdict {

    /** Lets the write pass. */
    static AdmissionVerdict allow() {
        return new Allow();
    }

    /**
     * Lets the write pass with another object.
     *
     * @param object the whole object, as JSON
     */
    static AdmissionVerdict mutate(String object) {
        return new Mutate(object);
    }

    /**
     * Refuses the write.
     *
     * @param code the HTTP status code, 400 or above
     * @param message follows {@code admission webhook "test.spurline.dev" denied the request:}
     */
    static AdmissionVerdict refuse(int code, String message) {
        return new Refuse(code, message);
    }

    /** The write passes. */
    record Allow() implements AdmissionVerdict {}

    /**
     * The write passes with another object.
     *
     * @param object the whole object, as JSON
     */
    record Mutate(String object) implements AdmissionVerdict {}

    /**
     * The write is refused.
     *
     * @param code the HTTP status code
     * @param message why
     */
    record Refuse(int code, String message) implements AdmissionVerdict {}
}
