// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit.internal;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Files beside JUnit's report, all in one directory.
 *
 * @param paths where they are, absolute; none if this JUnit has nowhere to put them
 */
record PublishedFiles(List<Path> paths) {

    /** Copies the list. */
    PublishedFiles {
        paths = List.copyOf(paths);
    }

    /** Returns where they are, as the last part of a sentence: the directory once, and each name; empty if there are none. */
    String names() {
        return paths.isEmpty()
                ? ""
                : "[%s]: %s"
                        .formatted(
                                paths.get(0).getParent(),
                                paths.stream()
                                        .map(path -> String.valueOf(path.getFileName()))
                                        .collect(Collectors.joining(", ")));
    }
}
