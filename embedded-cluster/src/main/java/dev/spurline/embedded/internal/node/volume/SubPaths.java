// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.node.volume;

import dev.spurline.embedded.internal.node.machine.FileTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The parts of volumes that the mounts of one container name with {@code subPath}.
 *
 * <p>Source: kubernetes.io/docs/concepts/storage/volumes/#using-subpath.
 */
public final class SubPaths {

    private final Path directory;
    private int copies;

    /**
     * Collects copies.
     *
     * @param directory where they go
     */
    public SubPaths(Path directory) {
        this.directory = directory;
    }

    /**
     * Returns a part of a volume as it is now: as on a real node, a mount by {@code subPath} does not follow later
     * changes of its ConfigMap or Secret.
     */
    public Path copy(Path volume, String subPath) throws IOException {
        Path wanted = inside(volume, subPath);
        Path copy = directory.resolve(Integer.toString(copies++)).resolve(name(wanted));
        FileTree.delete(copy);
        if (Files.exists(wanted)) {
            FileTree.copy(wanted.toRealPath(), copy);
            return copy;
        }
        return Files.createDirectories(copy);
    }

    /** Returns a part of a volume; what is not there becomes a directory. */
    public static Path directory(Path volume, String subPath) throws IOException {
        Path wanted = inside(volume, subPath);
        return Files.exists(wanted) ? wanted : Files.createDirectories(wanted);
    }

    private static Path inside(Path volume, String subPath) throws IOException {
        Path wanted = volume.resolve(subPath).normalize();
        if (!wanted.startsWith(volume)) {
            throw new IOException("subPath \"%s\" is not inside the volume".formatted(subPath));
        }
        return wanted;
    }

    private static String name(Path path) {
        Path name = path.getFileName();
        return name == null ? "volume" : name.toString();
    }
}
