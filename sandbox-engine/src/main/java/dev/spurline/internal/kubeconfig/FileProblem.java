// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.kubeconfig;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Why a file cannot be read or written, and what to do; the exceptions of the file system often say its name and nothing else.
 */
final class FileProblem {

    private FileProblem() {}

    static String of(Path path, IOException failure) {
        if (!Files.exists(path)) {
            return "does not exist: correct the path, or put the file there";
        }
        if (Files.isDirectory(path)) {
            return "is a directory: name the file in it";
        }
        return Files.isReadable(path)
                ? "cannot be read: " + failure.getMessage()
                : "cannot be read by this user: check its permissions";
    }
}
