// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.kubeconfig;

import dev.spurline.PreflightException;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds programs as a shell does.
 *
 * @param directories where to look
 * @param endings what may be appended to a name, such as {@code .exe}
 */
record ExecutableFinder(List<String> directories, List<String> endings) {

    static ExecutableFinder ofPath() {
        Optional<String> endings =
                Optional.ofNullable(System.getenv("PATHEXT")).filter(text -> File.separatorChar == '\\');
        return new ExecutableFinder(
                Optional.ofNullable(System.getenv("PATH"))
                        .map(ExecutableFinder::split)
                        .orElse(List.of()),
                Stream.concat(Stream.of(""), endings.map(ExecutableFinder::split).orElse(List.of()).stream())
                        .toList());
    }

    private static List<String> split(String list) {
        return Stream.of(list.split(File.pathSeparator, -1))
                .filter(part -> !part.isBlank())
                .toList();
    }

    /**
     * Finds the program of a command.
     *
     * @throws PreflightException if it is not there, or cannot be run
     */
    Path find(PluginCommand command) {
        String name = command.words().get(0);
        Optional<Path> path = command.path();
        List<Path> candidates = path.isPresent() ? List.of(path.get()) : candidates(name);
        return candidates.stream()
                .flatMap(this::files)
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> absent(command, path, candidates));
    }

    private List<Path> candidates(String name) {
        return directories.stream()
                .flatMap(directory -> path(directory, name).stream())
                .toList();
    }

    private static Optional<Path> path(String directory, String name) {
        try {
            return Optional.of(Path.of(directory).resolve(name));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private Stream<Path> files(Path path) {
        return endings.stream()
                .map(ending -> path.resolveSibling(path.getFileName() + ending))
                .filter(Files::isRegularFile);
    }

    private PreflightException absent(PluginCommand command, Optional<Path> path, List<Path> candidates) {
        Optional<Path> there = candidates.stream().flatMap(this::files).findFirst();
        if (there.isPresent()) {
            return command.unusable("is the file [%s], which this user may not run: chmod +x".formatted(there.get()));
        }
        return path.map(file -> command.unusable("is not there: [%s] does not exist".formatted(file)))
                .orElseGet(() -> command.unusable(
                        "is in no directory of the PATH of this JVM [%s]; an IDE that was started from the desktop has another PATH than a shell: install it, or write its whole path into [command]"
                                .formatted(String.join(File.pathSeparator, directories))));
    }
}
