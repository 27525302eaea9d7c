// SPDX-License-Identifier: Apache-2.0
package dev.spurline.e2e;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Objects;

/** Where this JVM has its classes from. */
final class ClassLocation {

    private ClassLocation() {}

    /** Returns the jar or directory that a class was loaded from. */
    static Path of(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new E2eException("[%s] is not in a file".formatted(type.getName()), e);
        }
    }

    /** Returns the class path. Surefire gives its JVM a jar whose manifest names it. */
    static String classPath() {
        return Objects.requireNonNullElse(
                System.getProperty("surefire.test.class.path"), System.getProperty("java.class.path"));
    }
}
