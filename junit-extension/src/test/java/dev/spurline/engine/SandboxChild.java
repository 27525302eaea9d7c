/*
 * Copyright 2026 the Spurline authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package dev.spurline.engine;

import dev.spurline.ClusterSettings;
import dev.spurline.LiveSandbox;
import dev.spurline.SandboxEngine;
import dev.spurline.Settings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** The main program of a JVM that opens a sandbox, tells its parent the key, and waits to be ended. */
final class SandboxChild {

    private SandboxChild() {}

    public static void main(String[] port) throws IOException {
        try (Socket parent = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(port[0]))) {
            SandboxEngine engine = SandboxEngine.connect(ClusterSettings.from(Settings.standard()));
            LiveSandbox sandbox = engine.open(HopsCluster.backForked());
            new PrintWriter(parent.getOutputStream(), true, StandardCharsets.UTF_8).println(sandbox.key());
            // Nothing comes but the order to exit; the parent's end is an end, too.
            new BufferedReader(new InputStreamReader(parent.getInputStream(), StandardCharsets.UTF_8)).readLine();
            System.exit(0);
        }
    }
}
