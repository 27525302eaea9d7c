// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.node.container;

import dev.spurline.cluster.internal.failure.FailureText;
import dev.spurline.embedded.internal.node.machine.ProcessGuard;
import dev.spurline.embedded.internal.node.volume.VolumeMounts;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** A container that is a process of this machine, with all that it has started. */
final class ProcessContainer implements RunningContainer {

    /** Of this JVM's environment a container sees only what a program needs to find its way about the machine. */
    private static final List<String> INHERITED =
            List.of("PATH", "HOME", "USER", "LANG", "LC_ALL", "TZ", "TMPDIR", "JAVA_HOME");

    private static final String HOSTS = "-Djdk.net.hosts.file=";
    private static final String JAVA_OPTIONS = "JAVA_TOOL_OPTIONS";
    private static final long DRAIN_MILLIS = 300;

    private final Process process;
    private final Map<Integer, Integer> ports;
    private final Map<String, String> environment;
    private final Optional<Path> directory;
    private final VolumeMounts mounts;
    private final ContainerLog log;
    private final Set<ProcessHandle> tree = ConcurrentHashMap.newKeySet();
    private final CompletableFuture<Boolean> read = new CompletableFuture<>();
    private final CompletableFuture<Integer> exit = new CompletableFuture<>();

    private ProcessContainer(
            Process process, Map<Integer, Integer> ports, Map<String, String> environment, ContainerStart start) {
        this.process = process;
        this.ports = ports;
        this.environment = environment;
        this.directory = start.directory();
        this.mounts = start.mounts();
        this.log = start.log();
    }

    static ProcessContainer start(List<String> entrypoint, ContainerStart start, Executor threads, ProcessGuard guard)
            throws StartException {
        List<String> command = command(entrypoint, start);
        Map<Integer, Integer> ports = new LinkedHashMap<>();
        start.ports().stream().sorted().forEach(port -> ports.put(port, LocalPorts.take()));
        try {
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
            start.directory().map(Path::toFile).ifPresent(builder::directory);
            fill(builder.environment(), start, ports);
            nameHosts(builder.environment(), command, start);
            Process process = guard.start(builder);
            ProcessContainer container = new ProcessContainer(process, ports, Map.copyOf(builder.environment()), start);
            threads.execute(container::readOutput);
            container.awaitExit();
            return container;
        } catch (IOException e) {
            ports.values().forEach(LocalPorts::giveBack);
            throw new StartException(message(command.get(0), e));
        }
    }

    @Override
    public Map<Integer, Integer> ports() {
        return ports;
    }

    @Override
    public CompletableFuture<Integer> exit() {
        return exit;
    }

    /** Signals by the handle: the process itself would close its output, and with it what a program says at its end. */
    @Override
    public void terminate() {
        remember();
        process.toHandle().destroy();
    }

    @Override
    public void kill() {
        remember();
        process.toHandle().destroyForcibly();
        tree.forEach(ProcessHandle::destroyForcibly);
    }

    /** Runs a command beside the process, in the same directory and environment. */
    CompletableFuture<Optional<String>> exec(List<String> words, Duration timeout) {
        List<String> command = words.stream().map(mounts::translate).toList();
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.PIPE)
                    .directory(directory.map(Path::toFile).orElse(null));
            builder.environment().clear();
            builder.environment().putAll(environment);
            Process check = builder.start();
            return check.onExit()
                    .thenApply(ProcessContainer::verdict)
                    .completeOnTimeout(
                            Optional.of(timedOut(command, timeout)), timeout.toMillis(), TimeUnit.MILLISECONDS)
                    .whenComplete((verdict, failure) -> check.destroyForcibly());
        } catch (IOException e) {
            return CompletableFuture.completedFuture(Optional.of(message(command.get(0), e)));
        }
    }

    private static Optional<String> verdict(Process ended) {
        if (ended.exitValue() == 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(new String(ended.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            return Optional.of("exit code " + ended.exitValue());
        }
    }

    private static String timedOut(List<String> command, Duration timeout) {
        return "command timed out: \"%s\" timed out after %ds"
                .formatted(String.join(" ", command), timeout.toSeconds());
    }

    /** Notes the descendants while their parent lives, for they are not found any more once it is gone. */
    private void remember() {
        process.descendants().forEach(tree::add);
    }

    private void readOutput() {
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                log.write(line);
            }
        } catch (IOException e) {
            log.write("reading the output failed: " + FailureText.of(e));
        }
        read.complete(true);
    }

    /** An orphan may hold the output open; the container has ended all the same. */
    private void awaitExit() {
        var unused = process.onExit()
                .thenCompose(ended -> read.completeOnTimeout(false, DRAIN_MILLIS, TimeUnit.MILLISECONDS)
                        .thenRun(() -> ended(ended.exitValue())));
    }

    private void ended(int code) {
        tree.forEach(ProcessHandle::destroyForcibly);
        ports.values().forEach(LocalPorts::giveBack);
        exit.complete(code);
    }

    private static List<String> command(List<String> entrypoint, ContainerStart start) {
        List<String> command = new ArrayList<>(start.command().isEmpty() ? entrypoint : start.command());
        command.addAll(start.args());
        if (start.hosts().isPresent() && JavaArguments.isJava(command)) {
            command.add(1, HOSTS + start.hosts().get());
        }
        return command;
    }

    /** A JVM that a script starts is reached by its environment; what somebody has chosen there stands. */
    private static void nameHosts(Map<String, String> environment, List<String> command, ContainerStart start) {
        String options = environment.getOrDefault(JAVA_OPTIONS, "");
        if (start.hosts().isPresent() && !JavaArguments.isJava(command) && !options.contains(HOSTS)) {
            environment.put(JAVA_OPTIONS, (options + " " + HOSTS + start.hosts().get()).strip());
        }
    }

    private static void fill(Map<String, String> environment, ContainerStart start, Map<Integer, Integer> ports) {
        Map<String, String> machine = new LinkedHashMap<>(environment);
        environment.clear();
        INHERITED.stream().filter(machine::containsKey).forEach(name -> environment.put(name, machine.get(name)));
        environment.put("HOSTNAME", start.pod());
        environment.putAll(start.mounts().environment());
        environment.putAll(start.env());
        ports.forEach((containerPort, local) -> environment.put("PORT_" + containerPort, Integer.toString(local)));
        ports.values().stream().findFirst().ifPresent(local -> environment.put("PORT", Integer.toString(local)));
    }

    /** Says why a program did not start, in the words of the runtime that most clusters have. */
    private static String message(String program, IOException cause) {
        String detail = FailureText.of(cause);
        String reason = failedWith(2, detail)
                ? program.contains("/")
                        ? "stat %s: no such file or directory".formatted(program)
                        : "executable file not found in $PATH"
                : failedWith(13, detail) ? "permission denied" : detail;
        return "failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: "
                + "unable to start container process: exec: \"%s\": %s".formatted(program, reason);
    }

    /** The number of the system's error, as the JDK words it: up to 24, and since. */
    private static boolean failedWith(int number, String detail) {
        return detail.contains("error=%d,".formatted(number)) || detail.contains("error: %d (".formatted(number));
    }
}
