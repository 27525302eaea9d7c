// SPDX-License-Identifier: Apache-2.0
package dev.spurline.cluster.internal.process;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The command by which a main class of this JVM's class path runs in a JVM of its own. */
public final class JavaCommand {

    /**
     * A JVM that lives as long as some tests is up in half the time without the optimizing compiler. Nothing else is chosen:
     * a manifest may choose a garbage collector by JAVA_TOOL_OPTIONS, and a JVM that is told of two does not start.
     */
    public static final List<String> QUICK_OPTIONS = List.of("-XX:TieredStopAtLevel=1");

    private JavaCommand() {}

    /**
     * Returns the command.
     *
     * @throws IllegalArgumentException if another JVM could not run the class, with the reason
     */
    public static List<String> of(List<String> options, Class<?> main, List<String> args) {
        if (!hasMain(main)) {
            throw new IllegalArgumentException(
                    "Class [%s] cannot run as a process: it has no public static void main(String[])"
                            .formatted(main.getName()));
        }
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        // Not by the variable CLASSPATH: Linux allows it no more than an argument (128 KiB, MAX_ARG_STRLEN), and a
        // pod's
        // own environment may have one. The node moves a class path that is too long into an argument file.
        command.addAll(List.of("-cp", ClassPath.of(main).text(), main.getName()));
        command.addAll(args);
        return List.copyOf(command);
    }

    private static boolean hasMain(Class<?> type) {
        return Stream.of(type.getMethods())
                .filter(method -> method.getName().equals("main"))
                .filter(method -> Modifier.isStatic(method.getModifiers()))
                .filter(method -> method.getReturnType() == void.class)
                .map(Method::getParameterTypes)
                .anyMatch(types -> types.length == 1 && types[0] == String[].class);
    }
}
