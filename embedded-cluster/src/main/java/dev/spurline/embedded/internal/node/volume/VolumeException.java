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
