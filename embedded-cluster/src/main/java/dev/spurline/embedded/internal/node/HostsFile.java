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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file by which a JVM finds Services by name ({@code jdk.net.hosts.file}). It takes the place of all other resolution,
 * so that it also has what this machine's own file has.
 */
final class HostsFile {

    private static final Logger LOG = LoggerFactory.getLogger(HostsFile.class);
    private static final Path MACHINE = Path.of("/etc/hosts");
    private static final Path OWN_NAME = Path.of("/proc/sys/kernel/hostname");
    private static final String NAME = "hosts";

    private final Path directory;
    private final String pod;

    HostsFile(Path directory, String pod) {
        this.directory = directory;
        this.pod = pod;
    }

    Path path() {
        return directory.resolve(NAME);
    }

    /** Makes the directory of the file. */
    HostsFile create() {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            LOG.warn("Pod {} finds no Services by name", pod, e);
        }
        return this;
    }

    /** Writes names with their addresses; a JVM reads them at its next look-up. Once the directory is gone, nothing. */
    void write(Map<String, String> names) {
        if (!Files.isDirectory(directory)) {
            return;
        }
        List<String> lines = new ArrayList<>(machine());
        lines.add("127.0.0.1 localhost " + pod);
        ownName().ifPresent(name -> lines.add("127.0.0.1 " + name));
        new TreeMap<>(names).forEach((name, address) -> lines.add(address + " " + name));
        try {
            Path next = directory.resolve(NAME + ".next");
            Files.write(next, lines);
            Files.move(next, path(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.warn("Pod {} finds no Services by name", pod, e);
        }
    }

    private static List<String> machine() {
        try {
            return Files.isReadable(MACHINE) ? Files.readAllLines(MACHINE) : List.of();
        } catch (IOException e) {
            LOG.debug("{} cannot be read", MACHINE, e);
            return List.of();
        }
    }

    /** Programs look up the name of their machine; it is read where no name server has to be asked. */
    private static Optional<String> ownName() {
        try {
            return Files.isReadable(OWN_NAME)
                    ? Optional.of(Files.readString(OWN_NAME).strip())
                    : Optional.empty();
        } catch (IOException e) {
            LOG.debug("{} cannot be read", OWN_NAME, e);
            return Optional.empty();
        }
    }
}
