// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.node.volume;

import dev.spurline.embedded.internal.node.machine.FileTree;
import dev.spurline.embedded.internal.node.volume.VolumePayload.FileContent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A directory whose content changes as a whole, as a kubelet's AtomicWriter does it: the files lie in a directory of
 * their own, {@code ..data} leads to it, and each name leads through {@code ..data}. Programs that watch for a new
 * {@code ..data} find what they know.
 *
 * <p>Source: {@code pkg/volume/util/atomic_writer.go} (AtomicWriter).
 */
public final class AtomicDirectory {

    private static final String DATA = "..data";
    private static final String NEXT = "..data_tmp";

    private final Path directory;
    private VolumePayload present = new VolumePayload(Map.of());
    private boolean written;

    /** Fills a directory; it is made when first written. */
    public AtomicDirectory(Path directory) {
        this.directory = directory;
    }

    /** Returns the directory. */
    public Path path() {
        return directory;
    }

    /** Puts a payload in place of the present one, unless they are equal. */
    public void write(VolumePayload payload) throws IOException {
        if (written && payload.equals(present)) {
            return;
        }
        Files.createDirectories(directory);
        Path before =
                Files.exists(directory.resolve(DATA)) ? directory.resolve(DATA).toRealPath() : directory;
        Path next = Files.createTempDirectory(directory, "..");
        permit(next, 0755);
        for (Map.Entry<String, FileContent> file : payload.files().entrySet()) {
            write(next.resolve(file.getKey()), file.getValue());
        }
        Files.deleteIfExists(directory.resolve(NEXT));
        Files.createSymbolicLink(directory.resolve(NEXT), next.getFileName());
        Files.move(
                directory.resolve(NEXT),
                directory.resolve(DATA),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
        link(payload);
        if (!before.equals(directory)) {
            FileTree.delete(before);
        }
        present = payload;
        written = true;
    }

    private static void write(Path file, FileContent content) throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(file, content.bytes());
        permit(file, content.mode());
    }

    /** Makes the visible names, and removes those that lead nowhere any more. */
    private void link(VolumePayload payload) throws IOException {
        Set<String> names = payload.files().keySet().stream()
                .map(path -> path.contains("/") ? path.substring(0, path.indexOf('/')) : path)
                .collect(Collectors.toSet());
        for (String name : names) {
            if (!Files.exists(directory.resolve(name), LinkOption.NOFOLLOW_LINKS)) {
                Files.createSymbolicLink(directory.resolve(name), Path.of(DATA, name));
            }
        }
        try (Stream<Path> links = Files.list(directory)) {
            for (Path link : links.toList()) {
                String name = link.getFileName().toString();
                if (!name.startsWith("..") && !names.contains(name)) {
                    Files.delete(link);
                }
            }
        }
    }

    private static void permit(Path path, int mode) throws IOException {
        if (Files.getFileAttributeView(path, PosixFileAttributeView.class) == null) {
            return;
        }
        StringBuilder text = new StringBuilder();
        for (int bit = 8; bit >= 0; bit--) {
            text.append((mode >> bit & 1) == 1 ? "xwr".charAt(bit % 3) : '-');
        }
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(text.toString()));
    }
}
