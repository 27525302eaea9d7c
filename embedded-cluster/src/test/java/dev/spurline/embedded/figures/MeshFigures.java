// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.figures;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures a hop through the mesh's proxy: requests per second and added latency, against calls without a proxy and against
 * nginx, turn by turn in the same run. The proxies have one core for themselves, backend and load the other.
 */
class MeshFigures {

    private static final Logger LOG = LoggerFactory.getLogger(MeshFigures.class);
    private static final int ROUNDS = Integer.getInteger("spurline.figures.rounds", 5);
    private static final int WARM = 250_000;
    private static final int PATIENCE = 20;
    private static final int SECONDS = Integer.getInteger("spurline.figures.seconds", 3);
    private static final int PROXY_CORE = 0;
    private static final int OTHER_CORE = 1;

    @TempDir
    private Path directory;

    private final List<Program> programs = new ArrayList<>();
    private final Map<String, Target> targets = new LinkedHashMap<>();

    /** What is asked, and the process whose work counts for it. */
    private record Target(int port, Program program) {}

    /** One round: what the load saw, and the proxy's processor time per request in microseconds. */
    private record Round(Load load, double cpu) {}

    @Test
    void oneHop() throws Exception {
        try {
            start();
            // The compiler of a JVM shares the proxy's core until it is done.
            targets.values().forEach(MeshFigures::warmUp);
            report("64 connections", 64);
            report("one connection", 1);
        } finally {
            programs.forEach(Program::close);
        }
    }

    private void start() throws IOException, InterruptedException {
        if (!Program.isBound()) {
            LOG.warn("No second core or no taskset: the processes share their cores, and the figures mean little");
        }
        Program backend = started(Program.java(OTHER_CORE, FixedAnswer.class));
        int port = Integer.parseInt(backend.line());
        targets.put("direct", new Target(port, backend));
        Optional<Path> nginx = Program.find("nginx");
        if (nginx.isPresent()) {
            int listening = Nginx.freePort();
            targets.put(
                    "nginx",
                    new Target(listening, started(Nginx.start(nginx.get(), PROXY_CORE, directory, port, listening))));
        } else {
            LOG.warn("NOT COMPARED: nginx is not on the PATH (Debian package nginx)");
        }
        Program proxy = started(Program.java(PROXY_CORE, ProxyProcess.class, port));
        targets.put("proxy", new Target(Integer.parseInt(proxy.line()), proxy));
    }

    private Program started(Program program) {
        programs.add(program);
        return program;
    }

    private void report(String title, int connections) {
        Map<String, List<Round>> rounds = new LinkedHashMap<>();
        for (int round = 0; round < ROUNDS; round++) {
            targets.forEach((name, target) ->
                    rounds.computeIfAbsent(name, key -> new ArrayList<>()).add(measure(target, connections, SECONDS)));
        }
        rounds.forEach((name, all) -> LOG.info("{}, {}: {}", title, name, summary(all)));
    }

    private static void warmUp(Target target) {
        double answers = 0;
        for (int round = 0; round < PATIENCE && answers < WARM; round++) {
            answers += measure(target, 64, SECONDS).load().rate() * SECONDS;
        }
    }

    private static Round measure(Target target, int connections, int seconds) {
        try (Program load = Program.java(OTHER_CORE, LoadGenerator.class, target.port(), connections, 1, seconds)) {
            Load.parse(load.line());
            Duration before = target.program().cpu();
            Load measured = Load.parse(load.line());
            double micros = target.program().cpu().minus(before).toNanos() / 1000.0;
            return new Round(measured, micros / (measured.rate() * seconds));
        }
    }

    private static String summary(List<Round> rounds) {
        double[] rates = rounds.stream()
                .mapToDouble(round -> round.load().rate())
                .sorted()
                .toArray();
        double[] cpu = rounds.stream().mapToDouble(Round::cpu).sorted().toArray();
        int[] medians = rounds.stream()
                .mapToInt(round -> round.load().median())
                .sorted()
                .toArray();
        int[] slow =
                rounds.stream().mapToInt(round -> round.load().slow()).sorted().toArray();
        int middle = rounds.size() / 2;
        return String.format(
                Locale.ROOT,
                "%.0f requests/s (%.0f to %.0f), latency %d us, slowest of hundred %d us, processor %.1f us per request",
                rates[middle],
                rates[0],
                rates[rates.length - 1],
                medians[middle],
                slow[middle],
                cpu[middle]);
    }
}
