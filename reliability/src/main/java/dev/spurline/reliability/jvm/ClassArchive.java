// SPDX-License-Identifier: Apache-2.0
package dev.spurline.reliability.jvm;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/**
 * The classes of this JVM for others that start often: all in jars, and those that one of them has loaded in an archive that
 * the next ones map into memory. It saves the greater part of what a start costs.
 */
public final class ClassArchive {

    private final Path archive;
    private final String classPath;

    /** Packs into a directory what is not in jars yet. */
    public ClassArchive(Path directory) {
        this.archive = directory.resolve("classes.jsa");
        List<String> jars = new ArrayList<>();
        for (String entry : ManagementFactory.getRuntimeMXBean().getClassPath().split(File.pathSeparator, -1)) {
            Path path = Path.of(entry);
            if (Files.isDirectory(path)) {
                jars.add(pack(path, directory.resolve("classes-%d.jar".formatted(jars.size())))
                        .toString());
            } else if (Files.exists(path)) {
                jars.add(entry);
            }
        }
        this.classPath = String.join(File.pathSeparator, jars);
    }

    private static Path pack(Path classes, Path jar) {
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file);
                Stream<Path> files = Files.walk(classes)) {
            out.setLevel(0);
            for (Path path : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                out.putNextEntry(
                        new ZipEntry(classes.relativize(path).toString().replace(File.separatorChar, '/')));
                Files.copy(path, out);
                out.closeEntry();
            }
            return jar;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the options of a JVM that writes the archive when it ends, if there is none yet, else of one that uses it. */
    public List<String> options() {
        String option = Files.exists(archive) ? "-XX:SharedArchiveFile=" : "-XX:ArchiveClassesAtExit=";
        return List.of(option + archive, "-Xlog:cds=off", "-Xlog:cds+dynamic=off", "-cp", classPath);
    }
}
