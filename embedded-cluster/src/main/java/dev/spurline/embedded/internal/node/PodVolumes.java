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
package dev.spurline.embedded.internal.node;

import io.fabric8.kubernetes.api.model.Container;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The volumes of a pod, as directories of this machine. */
final class PodVolumes {

    /** Returns where a container finds its volumes. */
    Mounts mounts(Container container) {
        return new Mounts(List.of());
    }

    Optional<Path> hosts() {
        return Optional.empty();
    }

    /**
     * The directories that stand for a container's mount paths.
     *
     * @param list longest path first
     */
    record Mounts(List<Mount> list) {

        Mounts {
            list = List.copyOf(list);
        }

        Map<String, String> translate(Map<String, String> variables) {
            Map<String, String> translated = new LinkedHashMap<>();
            variables.forEach((name, value) -> translated.put(name, translate(value)));
            return translated;
        }

        String translate(String text) {
            return list.isEmpty() ? text : directory(text).map(Path::toString).orElse(text);
        }

        Optional<Path> directory(String path) {
            return list.stream()
                    .flatMap(mount -> mount.directory(path).stream())
                    .findFirst();
        }
    }

    /** A directory that stands for a path of a container. */
    record Mount(String path, Path directory) {

        Optional<Path> directory(String inside) {
            if (inside.equals(path)) {
                return Optional.of(directory);
            }
            return inside.startsWith(path + "/")
                    ? Optional.of(directory.resolve(inside.substring(path.length() + 1)))
                    : Optional.empty();
        }
    }
}
