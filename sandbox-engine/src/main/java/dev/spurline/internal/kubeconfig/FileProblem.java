// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.kubeconfig;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Why a file cannot be read; the exceptions of the file system often say its name and nothing else. */
final class FileProblem {

    private FileProblem() {}

    static String of(Path path, IOException failure) {
        if (!Files.exists(path)) {
            return "does not exist";
        }
        if (Files.isDirectory(path)) {
            return "is a directory";
        }
        return Files.isReadable(path)
                ? "cannot be read: " + failure.getMessage()
                : "cannot be read by this user: check its permissions";
    }
}
