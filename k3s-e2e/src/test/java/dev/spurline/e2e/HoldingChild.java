// SPDX-License-Identifier: Apache-2.0
package dev.spurline.e2e;

import dev.spurline.ClusterSettings;
import dev.spurline.ForkSpec;
import dev.spurline.LiveSandbox;
import dev.spurline.SandboxEngine;
import dev.spurline.SandboxSpec;
import dev.spurline.Settings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** The main program of a JVM that opens a sandbox of the shop as its system properties say, and holds it until it is killed. */
final class HoldingChild {

    private HoldingChild() {}

    /**
     * Opens it and holds it.
     *
     * @param arguments the parent's port
     */
    public static void main(String... arguments) throws IOException {
        try (Socket parent = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[0]));
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(parent.getInputStream(), StandardCharsets.UTF_8))) {
            PrintWriter out = new PrintWriter(parent.getOutputStream(), true, StandardCharsets.UTF_8);
            out.println("waiting");
            in.readLine();
            hold(in, out);
        }
        System.exit(0);
    }

    private static void hold(BufferedReader in, PrintWriter out) throws IOException {
        SandboxSpec spec = SandboxSpec.builder()
                .owner(HoldingChild.class.getName())
                .fork(ForkSpec.of("pricing").env("DISCOUNT", "10"))
                .build();
        try (SandboxEngine engine = SandboxEngine.connect(ClusterSettings.from(Settings.standard()));
                LiveSandbox sandbox = engine.open(spec)) {
            out.println("open " + sandbox.key().value());
            in.readLine();
        } catch (RuntimeException e) {
            out.println("failed " + String.valueOf(e.getMessage()).replace('\n', ' '));
        }
    }
}
