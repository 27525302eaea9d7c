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
package dev.spurline.junit.internal;

import org.junit.jupiter.api.extension.ExtensionConfigurationException;
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
            throw new ExtensionConfigurationException(
                    "Spurline needs JUnit 5.12 or newer, but [%s] is not in [%s]: import a newer org.junit:junit-bom"
                            .formatted(needed, place()),
                    e);
        }
    }

    private static String place() {
        var source = ExtensionContext.class.getProtectionDomain().getCodeSource();
        return source == null ? "junit-jupiter-api" : String.valueOf(source.getLocation());
    }
}
