// SPDX-License-Identifier: Apache-2.0
package dev.spurline.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.Stream;

/** The versions of e2e-versions.properties. */
final class PinnedVersions {

    private static final Properties VERSIONS = read();

    private PinnedVersions() {}

    /** Returns the versions of a product, newest first. */
    static List<String> of(String product) {
        return Stream.of(Objects.requireNonNull(VERSIONS.getProperty(product), product)
                        .split(","))
                .map(String::strip)
                .toList();
    }

    static String newest(String product) {
        return of(product).get(0);
    }

    private static Properties read() {
        try (InputStream in = PinnedVersions.class.getResourceAsStream("/e2e-versions.properties")) {
            Properties versions = new Properties();
            versions.load(Objects.requireNonNull(in));
            return versions;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
