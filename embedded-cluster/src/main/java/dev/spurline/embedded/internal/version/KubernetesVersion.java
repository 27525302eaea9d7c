// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.version;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The version of Kubernetes that the API server and the node agree with: the one their resources were generated from. */
public final class KubernetesVersion {

    private static final String[] PARTS = read().split("\\.", -1);

    private KubernetesVersion() {}

    /** Returns the version as Kubernetes tags it, such as {@code v1.36.1}. */
    public static String tag() {
        return "v" + String.join(".", PARTS);
    }

    /** Returns the first number. */
    public static String major() {
        return PARTS[0];
    }

    /** Returns the second number. */
    public static String minor() {
        return PARTS[1];
    }

    private static String read() {
        Properties properties = new Properties();
        try (InputStream text = KubernetesVersion.class.getResourceAsStream("kubernetes.properties")) {
            if (text == null) {
                throw new IllegalStateException("[kubernetes.properties] is not on the class path");
            }
            properties.load(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty("version");
    }
}
