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
package dev.spurline.internal.live;

/** How it is known that the mesh follows a sandbox's routes. */
public enum Liveness {
    /** The callers' proxies show them, or requests that came through them have reached a fork. */
    OBSERVED("its routes are live"),
    /** The controller accepted them, and nothing can be observed. */
    ACCEPTED("the mesh has accepted its routes, and whether callers follow them cannot be seen"),
    /** There are none. */
    NONE("it has no routes");

    private final String sentence;

    Liveness(String sentence) {
        this.sentence = sentence;
    }

    /** Says it of a sandbox, for people. */
    public String sentence() {
        return sentence;
    }
}
