// SPDX-License-Identifier: Apache-2.0
package dev.spurline.cluster;

import dev.spurline.cluster.internal.process.JavaCommand;
import java.util.List;

/**
 * The images that an embedded cluster's node can run. A pattern is an image reference in which {@code *} stands for any
 * characters, such as {@code shop/pricing:*}; the last one added that matches decides. An image that no pattern matches
 * cannot be pulled, as on a real node.
 *
 * @since 0.1
 */
public interface Images {

    /**
     * Runs containers of an image as a server in this JVM.
     *
     * @param pattern the image references
     * @param program starts the server of one container
     * @return this
     */
    Images inProcess(String pattern, Program program);

    /**
     * Runs containers of an image as local processes. The process finds the port to listen on in the environment variable
     * {@code PORT}, and where the container declares several in {@code PORT_<containerPort>}; the container's own
     * {@code command} and {@code args}, if any, replace and follow the command as in Kubernetes.
     *
     * <p>Volumes are directories of this machine. The process finds that of a mount path such as {@code /etc/config} in the
     * environment variable {@code MOUNT_ETC_CONFIG}; where its environment, command, arguments, working directory, exec
     * probes or hooks say a mount path, they are told the directory instead. What stands inside files is not changed.
     *
     * @param pattern the image references
     * @param command the image's entry point
     * @return this
     */
    default Images process(String pattern, String... command) {
        return process(pattern, List.of(command));
    }

    /**
     * Runs containers of an image as local processes.
     *
     * @param pattern the image references
     * @param command the image's entry point
     * @return this
     * @see #process(String, String...)
     */
    Images process(String pattern, List<String> command);

    /**
     * Runs containers of an image as JVMs with a main class of this JVM's class path, by the same {@code java}. They are
     * otherwise processes as those of {@link #process(String, String...)}: the environment is that of the pod, and options
     * of this JVM and its agents are not theirs. They start quickly, without the optimizing compiler.
     *
     * <p>The class path is right in an IDE, with Surefire, failsafe and Gradle, and where a jar's manifest names it; its
     * length has no limit. Where classes are loaded from inside of a jar, as from an executable jar of Spring Boot, there
     * is none that another JVM could take.
     *
     * @param pattern the image references
     * @param main a class with {@code public static void main(String[])}
     * @param args the first arguments; those of the container follow
     * @return this
     * @throws IllegalArgumentException if the class has no main method, or is not on the class path of this JVM
     */
    default Images javaProcess(String pattern, Class<?> main, String... args) {
        return javaProcess(pattern, JavaCommand.QUICK_OPTIONS, main, args);
    }

    /**
     * Runs containers of an image as JVMs with a main class of this JVM's class path, and with options of one's own in
     * place of those for a quick start.
     *
     * @param pattern the image references
     * @param options the options of the JVM, such as {@code -Xmx64m}; may be empty
     * @param main a class with {@code public static void main(String[])}
     * @param args the first arguments; those of the container follow
     * @return this
     * @throws IllegalArgumentException if the class has no main method, or is not on the class path of this JVM
     * @see #javaProcess(String, Class, String...)
     */
    default Images javaProcess(String pattern, List<String> options, Class<?> main, String... args) {
        return process(pattern, JavaCommand.of(options, main, List.of(args)));
    }

    /** Starts the program of one container inside this JVM. */
    @FunctionalInterface
    interface Program {

        /**
         * Starts a container. Whatever this throws ends the container with exit code 1 and goes to its log.
         *
         * @param container what the program may know and do
         * @return the running server
         * @throws Exception if the program cannot start
         */
        PodServer start(PodContainer container) throws Exception;
    }
}
