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
package dev.spurline.internal.ready;

import dev.spurline.internal.secrets.Mask;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Words what events and logs tell of a failure, for the end of a message. */
final class Details {

    private final Autopsy autopsy;
    private final Mask mask;

    Details(Autopsy autopsy, Mask mask) {
        this.autopsy = autopsy;
        this.mask = mask;
    }

    /**
     * Asks and words.
     *
     * @param about the object whose events matter
     * @param pod the pod, if there is one
     * @param container the container whose log matters, if one does
     * @param previous whether that of the run before this one matters
     */
    String of(String namespace, String about, Optional<String> pod, Optional<String> container, boolean previous) {
        String events = section("events of " + about, mask.log(autopsy.events(namespace, about)));
        return events
                + container
                        .filter(name -> pod.isPresent())
                        .map(name -> section(
                                "last log lines of container " + name,
                                mask.log(autopsy.log(namespace, pod.orElseThrow(), name, previous))))
                        .orElse("");
    }

    private static String section(String title, List<String> lines) {
        return lines.stream()
                .collect(Collectors.joining("\n    ", "\n  " + title + ":\n    ", lines.isEmpty() ? "(none)" : ""));
    }
}
