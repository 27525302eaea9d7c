// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit.internal;

import org.junit.jupiter.api.extension.ExtensionContext;

/** The oldest JUnit that will do. Loads on older ones too, so that there is someone to say it. */
public final class JUnitFloor {

    private static final String NEWEST_NEEDED = "org.junit.jupiter.api.extension.PreInterruptCallback";

    private JUnitFloor() {}

    /** Refuses to run on a JUnit that is too old. */
    public static void check() {
        check(NEWEST_NEEDED);
    }

    static void check(String needed) {
        ClassLoader loader = ExtensionContext.class.getClassLoader();
        try {
            Class.forName(needed, false, loader);
        } catch (ClassNotFoundException e) {
            throw new WrongUseException(
                    ("Spurline needs JUnit 5.12 or newer, but [%s] is not in [%s]: import a newer org.junit:junit-bom before all"
                                    + " other BOMs, or with spring-boot-starter-parent set the property junit-jupiter.version")
                            .formatted(needed, place()),
                    e);
        }
    }

    private static String place() {
        var source = ExtensionContext.class.getProtectionDomain().getCodeSource();
        return source == null ? "junit-jupiter-api" : String.valueOf(source.getLocation());
    }
}
