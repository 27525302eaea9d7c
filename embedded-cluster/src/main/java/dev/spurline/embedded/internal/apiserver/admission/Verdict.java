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
package dev.spurline.embedded.internal.apiserver.admission;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** What a webhook says to a write. */
public sealed interface Verdict {

    /** Lets the write pass. */
    static Verdict allow() {
        return new Allow();
    }

    /** Lets the write pass with another object. */
    static Verdict mutate(ObjectNode object) {
        return new Mutate(object);
    }

    /** Refuses the write with an HTTP status code of 400 or above. */
    static Verdict refuse(int code, String message) {
        return new Refuse(code, message);
    }

    /** The write passes. */
    record Allow() implements Verdict {}

    /** The write passes with another object. */
    record Mutate(ObjectNode object) implements Verdict {}

    /** The write is refused. */
    record Refuse(int code, String message) implements Verdict {}
}
