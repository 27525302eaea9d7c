// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.generator;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The input in the repository. */
final class KeptInput {

    private static final String FILE = "kubernetes.input";

    private KeptInput() {}

    static Input read() {
        try (InputStream text = KeptInput.class.getResourceAsStream(FILE)) {
            if (text == null) {
                throw new IllegalStateException("[" + FILE + "] is not on the class path");
            }
            return Input.parse(new String(text.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
