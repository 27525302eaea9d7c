// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.node.volume;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a volume contains.
 *
 * @param files by path below the volume
 */
public record VolumePayload(Map<String, FileContent> files) {

    /** Copies. */
    public VolumePayload {
        files = Map.copyOf(files);
    }

    /** Returns this with another payload laid over it. */
    VolumePayload with(VolumePayload other) {
        Map<String, FileContent> all = new LinkedHashMap<>(files);
        all.putAll(other.files);
        return new VolumePayload(all);
    }

    /**
     * What a file contains.
     *
     * @param bytes its content; never changed
     * @param mode its permissions
     */
    @SuppressWarnings("ArrayRecordComponent") // Compared by content, below.
    public record FileContent(byte[] bytes, int mode) {

        @Override
        public boolean equals(Object other) {
            return other instanceof FileContent content && mode == content.mode && Arrays.equals(bytes, content.bytes);
        }

        @Override
        public int hashCode() {
            return 31 * Arrays.hashCode(bytes) + mode;
        }
    }
}
