// SPDX-License-Identifier: Apache-2.0
package dev.spurline.e2e;

import dev.spurline.ClusterSettings;
import dev.spurline.ForkSpec;
import dev.spurline.LiveSandbox;
import dev.spurline.SandboxEngine;
import dev.spurline.SandboxSpec;
import dev.spurline.Settings;
import dev.spurline.reliability.jvm.ParentLine;
import java.io.IOException;

/** The main program of a JVM that opens a sandbox of the shop as its system properties say, and holds it until it is killed. */
final class HoldingChild {

    private HoldingChild() {}

    /**
     * Opens it and holds it.
     *
     * @param arguments the parent's port
     */
    public static void main(String... arguments) throws IOException {
        try (ParentLine parent = new ParentLine(arguments[0])) {
            if (parent.awaitOrder().isPresent()) {
                hold(parent);
            }
        }
        System.exit(0);
    }

    private static void hold(ParentLine parent) throws IOException {
        SandboxSpec spec = SandboxSpec.builder()
                .owner(HoldingChild.class.getName())
                .fork(ForkSpec.of("pricing").env("DISCOUNT", "10"))
                .build();
        try (SandboxEngine engine = SandboxEngine.connect(ClusterSettings.from(Settings.standard()));
                LiveSandbox sandbox = engine.open(spec)) {
            parent.say("open " + sandbox.key().value());
            var unused = parent.hear();
        } catch (RuntimeException e) {
            parent.say("failed " + String.valueOf(e.getMessage()).replace('\n', ' '));
        }
    }
}
