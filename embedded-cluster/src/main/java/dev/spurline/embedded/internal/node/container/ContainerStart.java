// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.node.container;

import dev.spurline.embedded.internal.node.volume.VolumeMounts;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Everything that is needed to start a container.
 *
 * @param pod the pod's name
 * @param namespace the pod's namespace
 * @param name the container's name
 * @param image the image reference as the spec has it
 * @param env the environment, complete
 * @param command what replaces the image's entry point; empty: nothing
 * @param args what follows the entry point
 * @param ports the container ports that the spec names
 * @param mounts where the container finds its volumes
 * @param directory where a process runs; empty: where this JVM runs
 * @param hosts a hosts file for processes that are JVMs
 * @param log takes what the container writes
 */
record ContainerStart(
        String pod,
        String namespace,
        String name,
        String image,
        Map<String, String> env,
        List<String> command,
        List<String> args,
        Set<Integer> ports,
        VolumeMounts mounts,
        Optional<Path> directory,
        Optional<Path> hosts,
        ContainerLog log) {

    ContainerStart {
        env = Map.copyOf(env);
        command = List.copyOf(command);
        args = List.copyOf(args);
        ports = Set.copyOf(ports);
    }

    /** Returns command and arguments as one list. */
    List<String> arguments() {
        return Stream.concat(command.stream(), args.stream()).toList();
    }
}
