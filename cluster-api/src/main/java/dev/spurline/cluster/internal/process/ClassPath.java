// SPDX-License-Identifier: Apache-2.0
package dev.spurline.cluster.internal.process;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A class path of this JVM, in words that hold in another directory. A jar stands for those that its manifest names, too,
 * here as in every JVM: Surefire, IDEs and thin jars have a class path of one jar.
 */
record ClassPath(List<Path> entries) {

    /** Surefire's own comes first: with useSystemClassLoader=false the other has no classes of the tests. */
    private static final List<String> PROPERTIES = List.of("surefire.test.class.path", "java.class.path");

    private static final String CURE = "Name a command that can with Images.process(pattern, command)";

    /** Returns the class path that a class was found on. */
    static ClassPath of(Class<?> type) {
        List<ClassPath> known = PROPERTIES.stream()
                .flatMap(name -> Optional.ofNullable(System.getProperty(name)).stream())
                .map(ClassPath::parse)
                .toList();
        Optional<URL> location = location(type);
        return known.stream()
                .filter(path -> location.map(url -> path.has(file(type, url))).orElse(true))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "Class [%s] cannot run as a process: it was loaded from [%s], which is not on the class path of this JVM. %s"
                                .formatted(
                                        type.getName(),
                                        location.map(URL::toString).orElse(""),
                                        CURE)));
    }

    /** An empty entry is the current directory, which is another one in the process. */
    private static ClassPath parse(String text) {
        return new ClassPath(Stream.of(text.split(File.pathSeparator, -1))
                .map(entry -> Path.of(entry).toAbsolutePath())
                .toList());
    }

    String text() {
        return entries.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    /** Returns where a class was found; nothing for classes of the JDK, which every JVM has. */
    private static Optional<URL> location(Class<?> type) {
        return Optional.ofNullable(type.getProtectionDomain().getCodeSource())
                .map(CodeSource::getLocation)
                .filter(url -> !url.getProtocol().equals("jrt"));
    }

    private static Path file(Class<?> type, URL location) {
        try {
            if (location.getProtocol().equals("file")) {
                return Path.of(location.toURI());
            }
        } catch (URISyntaxException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "Class [%s] cannot run as a process: it was loaded from [%s], which is not a file. %s"
                            .formatted(type.getName(), location, CURE),
                    e);
        }
        throw new IllegalArgumentException(
                "Class [%s] cannot run as a process: it was loaded from [%s], which is inside of a jar, and no class path leads there. Extract an executable jar of Spring Boot before (java -Djarmode=tools -jar app.jar extract), and start what comes out. %s"
                        .formatted(type.getName(), location, CURE));
    }

    private boolean has(Path file) {
        Set<Path> seen = new HashSet<>();
        return entries.stream().anyMatch(entry -> isSame(entry, file))
                || entries.stream().anyMatch(entry -> leadsTo(file, entry, seen));
    }

    private static boolean leadsTo(Path file, Path entry, Set<Path> seen) {
        return seen.add(entry)
                && (isSame(entry, file) || named(entry).stream().anyMatch(next -> leadsTo(file, next, seen)));
    }

    private static boolean isSame(Path one, Path other) {
        try {
            return one.equals(other) || (Files.exists(one) && Files.isSameFile(one, other));
        } catch (IOException e) {
            return false;
        }
    }

    /** Returns what a jar's manifest names (JAR File Specification, Class-Path attribute); a JVM skips what is no jar. */
    private static List<Path> named(Path entry) {
        if (!Files.isRegularFile(entry)) {
            return List.of();
        }
        try (JarFile jar = new JarFile(entry.toFile())) {
            Manifest manifest = jar.getManifest();
            String names =
                    manifest == null ? null : manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
            return names == null
                    ? List.of()
                    : Stream.of(names.strip().split(" +"))
                            .flatMap(name -> resolve(entry.toUri(), name).stream())
                            .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private static Optional<Path> resolve(URI jar, String name) {
        try {
            return Optional.of(Path.of(jar.resolve(name)));
        } catch (IllegalArgumentException | FileSystemNotFoundException e) {
            return Optional.empty();
        }
    }
}
