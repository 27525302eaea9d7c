// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.node.container;

import dev.spurline.cluster.internal.failure.FailureText;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Commands that run {@code java}. A class path that the system takes in no argument goes into an argument file, as the
 * launcher reads it (JDK Tool Specifications, "java Command-Line Argument Files").
 */
final class JavaArguments {

    /** Linux takes 128 KiB in an argument ({@code MAX_ARG_STRLEN}); others count all arguments together. */
    private static final int LONG = 32 * 1024;

    private static final Set<String> CLASS_PATH = Set.of("-cp", "-classpath", "--class-path");

    private JavaArguments() {}

    /** Says whether a command is a JVM that takes the launcher's options. */
    static boolean isJava(List<String> command) {
        Path program = Path.of(command.get(0)).getFileName();
        return program != null && program.toString().equals("java");
    }

    /**
     * Returns a command that the system takes.
     *
     * @param command an image's entry point
     * @param file where a long class path may be written; its directory need not exist
     */
    static List<String> shorten(List<String> command, Supplier<Path> file) throws StartException {
        int path = isJava(command) ? longClassPath(command) : -1;
        if (path < 0) {
            return command;
        }
        Path written = write(file.get(), command.get(path - 1), command.get(path));
        List<String> shortened = new ArrayList<>(command.subList(0, path - 1));
        shortened.add("@" + written);
        shortened.addAll(command.subList(path + 1, command.size()));
        return shortened;
    }

    private static int longClassPath(List<String> command) {
        for (int i = 2; i < command.size(); i++) {
            if (CLASS_PATH.contains(command.get(i - 1)) && command.get(i).length() > LONG) {
                return i;
            }
        }
        return -1;
    }

    private static Path write(Path file, String option, String path) throws StartException {
        String quoted = path.replace("\\", "\\\\").replace("\"", "\\\"");
        try {
            Files.createDirectories(file.getParent());
            // The launcher takes the bytes as they are, as it would those of its arguments.
            return Files.writeString(file, "%s%n\"%s\"%n".formatted(option, quoted), charset());
        } catch (IOException e) {
            throw new StartException(
                    "cannot write the argument file [%s] of the JVM: %s".formatted(file, FailureText.of(e)));
        }
    }

    private static Charset charset() {
        return Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));
    }
}
