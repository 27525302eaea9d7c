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

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a volume contains.
 *
 * @param files by path below the volume
 */
public record Payload(Map<String, Content> files) {

    /** Copies. */
    public Payload {
        files = Map.copyOf(files);
    }

    /** Returns this with another payload laid over it. */
    Payload with(Payload other) {
        Map<String, Content> all = new LinkedHashMap<>(files);
        all.putAll(other.files);
        return new Payload(all);
    }

    /**
     * What a file contains.
     *
     * @param bytes its content; never changed
     * @param mode its permissions
     */
    @SuppressWarnings("ArrayRecordComponent") // Compared by content, below.
    public record Content(byte[] bytes, int mode) {

        @Override
        public boolean equals(Object other) {
            return other instanceof Content content && mode == content.mode && Arrays.equals(bytes, content.bytes);
        }

        @Override
        public int hashCode() {
            return 31 * Arrays.hashCode(bytes) + mode;
        }
    }
}
