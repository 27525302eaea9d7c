// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.node.pod;

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
