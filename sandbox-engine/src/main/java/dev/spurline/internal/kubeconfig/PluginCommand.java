// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.kubeconfig;

import dev.spurline.PreflightException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A program with its arguments and variables.
 *
 * @param user whose credentials it prints
 * @param words its name as it is written, and its arguments
 * @param env what is added to the variables of this JVM
 * @param hint how to install it, if the kubeconfig says so
 */
record PluginCommand(KubeconfigEntry user, List<String> words, Map<String, String> env, Optional<String> hint) {

    private static final Logger LOG = LoggerFactory.getLogger(PluginCommand.class);

    /** A person may have to answer in a browser meanwhile. */
    private static final Duration LIMIT = Duration.ofMinutes(2);

    static PluginCommand of(KubeconfigEntry user, KubeconfigEntry exec, String info) {
        List<String> words = new ArrayList<>();
        words.add(exec.required("its [exec]", "command"));
        words.addAll(exec.texts("args"));
        Map<String, String> env = new LinkedHashMap<>();
        exec.parts("env")
                .forEach(variable -> env.put(
                        variable.text("name").orElseThrow(() -> user.wrong("a variable of its [exec] has no [name]")),
                        variable.text("value").orElse("")));
        env.put("KUBERNETES_EXEC_INFO", info);
        return new PluginCommand(user, words, env, exec.text("installHint").map(PluginWords::plain));
    }

    /**
     * Runs it.
     *
     * @return its process, which has ended with 0
     * @throws PreflightException if it cannot be run or fails, with its own words
     */
    PluginProcess run() {
        List<String> command = new ArrayList<>(words);
        command.set(0, ExecutableFinder.ofPath().find(this).toString());
        try {
            PluginProcess process = PluginProcess.run(command, env, LIMIT, this::waits);
            String words = PluginWords.of(
                    process.errors().isBlank() && process.code() != 0 ? process.output() : process.errors());
            if (process.code() != 0) {
                throw wrong("ended with exit code [%d] and said: %s".formatted(process.code(), words));
            }
            LOG.debug("Program [{}] said: {}", words().get(0), words);
            return process;
        } catch (IOException e) {
            throw wrong("does not run: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw wrong("was interrupted");
        }
    }

    /** Whoever has to answer it in a browser sees nothing else of it. */
    private void waits(String errors) {
        LOG.warn(
                "Program [{}], which [exec] of {} names, is running still, and said {}: it is given {} s to end",
                words.get(0),
                user.place(),
                PluginWords.of(errors),
                LIMIT.toSeconds());
    }

    /** A path is relative to the kubeconfig; a name is looked for in the directories of {@code PATH}. */
    Optional<Path> path() {
        String name = words.get(0);
        return name.contains("/") || name.contains(File.separator) ? Optional.of(user.resolve(name)) : Optional.empty();
    }

    /** Returns the program as it is written, for messages. */
    String title() {
        return "[%s]".formatted(String.join(" ", words));
    }

    /** Says what the program did when it ran, and what to do. */
    PreflightException wrong(String what) {
        return unusable(what + ". Run it in a terminal");
    }

    /** Says why the program cannot be run, and what to do. */
    PreflightException unusable(String what) {
        return new PreflightException("program [%s], which [exec] of %s names, %s%s"
                .formatted(
                        words.get(0),
                        user.place(),
                        what,
                        hint.map(text -> "; its kubeconfig says: " + text).orElse("")));
    }
}
