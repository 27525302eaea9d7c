// SPDX-License-Identifier: Apache-2.0
package dev.spurline.reliability.kill;

import dev.spurline.LiveSandbox;
import dev.spurline.PreflightException;
import dev.spurline.SandboxEngine;
import dev.spurline.framework.RunSharing;
import dev.spurline.reliability.bed.BedCallers;
import dev.spurline.reliability.bed.LaneRoutes;
import dev.spurline.reliability.bed.TestBed;
import dev.spurline.reliability.bed.TestLane;
import dev.spurline.reliability.jvm.ParentLine;
import dev.spurline.reliability.proxy.ApiProxy;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The main program of a JVM that opens a sandbox, sends a request with its key, and closes it. It can be started ahead: until
 * its order comes, it only loads the classes that it will need.
 */
final class CycleChild {

    private CycleChild() {}

    /**
     * Runs a cycle.
     *
     * @param arguments the parent's port, and a kubeconfig that leads nowhere
     */
    public static void main(String[] arguments) throws IOException {
        try (ParentLine parent = new ParentLine(arguments[0])) {
            warmUp(Path.of(arguments[1]));
            Optional<String> order = parent.awaitOrder();
            if (order.isPresent()) {
                cycle(CycleOrder.parse(order.get()), parent);
            }
        }
        System.exit(0);
    }

    /** A cluster that is not there costs the same classes as one that is. */
    private static void warmUp(Path nowhere) throws IOException {
        Files.writeString(nowhere, ApiProxy.kubeconfig(URI.create("http://127.0.0.1:1"), TestBed.CONTEXT));
        try {
            SandboxEngine.connect(TestBed.settings(
                            TestBed.properties(new TestLane(0, LaneRoutes.NONE), Duration.ofSeconds(5), nowhere)))
                    .close();
            throw new IllegalStateException("There is a server on port 1");
        } catch (PreflightException e) {
            // As it should be.
        }
    }

    private static void cycle(CycleOrder order, ParentLine parent) throws IOException {
        Map<String, String> settings = new HashMap<>(order.settings());
        try (SandboxEngine engine = SandboxEngine.connect(TestBed.settings(settings));
                LiveSandbox sandbox = RunSharing.open(engine, order.spec())) {
            URI entry = sandbox.uri("front");
            String answer = BedCallers.get(entry.resolve("/"), sandbox.headers());
            sandbox.sent(entry);
            parent.say(new OpenedSandbox(sandbox.headers().getOrDefault("baggage", ""), answer).line());
            var unused = parent.hear();
        } catch (RuntimeException e) {
            parent.say("failed " + String.valueOf(e.getMessage()).replace('\n', ' '));
            return;
        }
        parent.say("closed");
    }
}
