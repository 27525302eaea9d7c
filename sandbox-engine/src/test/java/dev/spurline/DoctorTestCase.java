// SPDX-License-Identifier: Apache-2.0
package dev.spurline;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Runs the program that prints a report. */
abstract class DoctorTestCase {

    /** Returns what it prints, and how it ends. */
    static String doctor(Settings settings, String... options) {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        int code = Doctor.run(List.of(options), () -> settings, new PrintStream(printed, true, StandardCharsets.UTF_8));
        return printed.toString(StandardCharsets.UTF_8) + "ends with " + code;
    }
}
