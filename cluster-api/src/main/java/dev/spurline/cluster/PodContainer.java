// SPDX-License-Identifier: Apache-2.0
package dev.spurline.cluster;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A container of the embedded cluster, as the program inside it sees it.
 *
 * @since 0.1
 */
public interface PodContainer {

    /** Returns the name of the pod. */
    String pod();

    /** Returns the namespace of the pod. */
    String namespace();

    /** Returns the name of the container. */
    String name();

    /** Returns the image reference. */
    String image();

    /** Returns the environment as Kubernetes computes it, the addresses of Services included. */
    Map<String, String> env();

    /** Returns the command and arguments as the pod's spec has them, references to variables expanded. */
    List<String> args();

    /**
     * Finds a file or directory of the container's volumes. A container of the embedded cluster has no file system of its
     * own: what its manifest mounts at {@code /etc/config} lies in a directory of this machine. Values of {@link #env()} and
     * {@link #args()} that name a mount path have been replaced by that directory already.
     *
     * @param path a path inside the container
     * @return where it is on this machine; empty if no volume is mounted there
     */
    Optional<Path> path(String path);

    /**
     * Writes a line to the container's log.
     *
     * @param line the line, without line end
     */
    void log(String line);

    /**
     * Ends the container as if its process had ended by itself.
     *
     * @param code the exit code
     */
    void exit(int code);
}
