// SPDX-License-Identifier: Apache-2.0
package dev.spurline.residue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What Spurline may leave in a JVM: threads, processes, temporary files and open ports, a line each. A tunnel is a thread and
 * a port.
 *
 * @param lines the lines
 */
record Residue(Set<String> lines) {

    private static final String TUNNEL = "thread spurline-tunnel-";
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
    private static final Pattern SOCKET = Pattern.compile("socket:\\[(\\d+)]");

    /** Address, state and inode of a socket, as Linux tells them; the state of those that listen is 0A. */
    private static final Pattern LISTENER =
            Pattern.compile("\\s*\\d+: [0-9A-F]+:([0-9A-F]{4}) \\S+ 0A (?:\\S+\\s+){5}(\\d+) .*");

    Residue {
        lines = Set.copyOf(lines);
    }

    /** Returns what there is now. Ports are seen on Linux only. */
    static Residue now() {
        Set<String> lines = new LinkedHashSet<>();
        Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("spurline-"))
                .forEach(thread -> lines.add(line(thread)));
        ProcessHandle.current()
                .descendants()
                .filter(ProcessHandle::isAlive)
                .forEach(process -> lines.add("process %d %s"
                        .formatted(process.pid(), process.info().command().orElse(""))));
        lines.addAll(directories());
        lines.addAll(ports());
        return new Residue(lines);
    }

    private static String line(Thread thread) {
        return "thread %s (%d)".formatted(thread.getName(), thread.getId());
    }

    /** Others build on this machine, too: a node names its directory by its JVM. */
    private static Set<String> directories() {
        Path home = Path.of(System.getProperty("java.io.tmpdir"));
        String own = "spurline-node-" + ProcessHandle.current().pid() + "-";
        try (Stream<Path> files = Files.list(home)) {
            return files.filter(file -> file.getFileName().toString().startsWith(own))
                    .map(file -> "directory " + file)
                    .collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Set<String> ports() {
        if (!Files.isDirectory(DESCRIPTORS)) {
            return Set.of();
        }
        Set<String> inodes = inodes();
        return Stream.of("tcp", "tcp6")
                .map(table -> Path.of("/proc/self/net", table))
                .filter(Files::exists)
                .flatMap(table -> listeners(table, inodes).stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> inodes() {
        try (Stream<Path> descriptors = Files.list(DESCRIPTORS)) {
            return descriptors
                    .map(Residue::target)
                    .map(SOCKET::matcher)
                    .filter(Matcher::matches)
                    .map(socket -> socket.group(1))
                    .collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (NoSuchFileException e) {
            return "closed meanwhile";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Set<String> listeners(Path table, Set<String> inodes) {
        try (Stream<String> rows = Files.lines(table)) {
            return rows.skip(1)
                    .map(LISTENER::matcher)
                    // Those that listen come first (tcp_seq_next in the kernel's tcp_ipv4.c). After them may come tens
                    // of
                    // thousands that wait until late packets are gone: to read those takes a tenth of a second.
                    .takeWhile(Matcher::matches)
                    .filter(row -> inodes.contains(row.group(2)))
                    .map(row -> "port " + Integer.parseInt(row.group(1), 16))
                    .collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns what is here and was not there. */
    Residue since(Residue before) {
        Set<String> fresh = new TreeSet<>(lines);
        fresh.removeAll(before.lines);
        return new Residue(fresh);
    }

    /** Returns what belongs to a sandbox, and so goes with its class even if its cluster stays for others. */
    Residue ofSandboxes() {
        return new Residue(
                lines.stream().filter(line -> line.startsWith(TUNNEL)).collect(Collectors.toSet()));
    }

    /** Adds to a failure where each of the threads is, for as long as it lives. */
    void explain(Throwable failure) {
        Thread.getAllStackTraces().forEach((thread, stack) -> {
            if (lines.contains(line(thread))) {
                Throwable place = new Throwable(line(thread));
                place.setStackTrace(stack);
                failure.addSuppressed(place);
            }
        });
    }

    boolean nothing() {
        return lines.isEmpty();
    }

    @Override
    public String toString() {
        return String.join(", ", new TreeSet<>(lines));
    }
}
