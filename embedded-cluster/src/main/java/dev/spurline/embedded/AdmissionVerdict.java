/*
 * Copyright 2026 the Spurline authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
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
