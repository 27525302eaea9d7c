// SPDX-License-Identifier: Apache-2.0
package dev.spurline.engine;

import dev.spurline.ClusterSettings;
import dev.spurline.LiveSandbox;
import dev.spurline.SandboxEngine;
import dev.spurline.SandboxException;
import dev.spurline.Settings;
import dev.spurline.framework.KeepableSandbox;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The main program of a JVM that opens a sandbox, tells its parent the key, and obeys until it is ended. */
final class SandboxChild {

    private static final List<long[]> TAKEN = new ArrayList<>();

    private SandboxChild() {}

    public static void main(String[] port) throws IOException {
        try (Socket parent = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(port[0]))) {
            SandboxEngine engine = SandboxEngine.connect(ClusterSettings.from(Settings.standard()));
            LiveSandbox sandbox = engine.open(HopsCluster.backForked());
            PrintWriter out = new PrintWriter(parent.getOutputStream(), true, StandardCharsets.UTF_8);
            out.println(sandbox.key());
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(parent.getInputStream(), StandardCharsets.UTF_8));
            // The parent's end is an end, too.
            for (String order = in.readLine(); order != null && !order.equals("exit"); order = in.readLine()) {
                out.println(obey(order, sandbox));
            }
            System.exit(0);
        }
    }

    private static String obey(String order, LiveSandbox sandbox) {
        if (order.equals("memory")) {
            return String.valueOf(all().size());
        }
        if (order.startsWith("keep ")) {
            Duration time = Duration.ofSeconds(Long.parseLong(order.substring("keep ".length())));
            return KeepableSandbox.of(sandbox).orElseThrow().keep(time).until().toString();
        }
        try {
            return sandbox.uri("front").toString();
        } catch (SandboxException e) {
            return String.valueOf(e.getMessage());
        }
    }

    /** Takes all memory there is, as a test may that collects too much. */
    private static List<long[]> all() {
        while (true) {
            TAKEN.add(new long[1 << 20]);
        }
    }
}
