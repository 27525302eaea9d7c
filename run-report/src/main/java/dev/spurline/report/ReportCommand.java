// SPDX-License-Identifier: Apache-2.0
package dev.spurline.report;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Renders a report again, of the files that the JVMs of a run have left.
 *
 * @since 0.1
 */
public final class ReportCommand {

    private ReportCommand() {}

    /**
     * Runs it.
     *
     * @param arguments the directory of the report; without it, where tests that run in this directory leave theirs
     * @throws IOException if there is no report, or a file cannot be read or written
     */
    public static void main(String[] arguments) throws IOException {
        ReportDirectory directory = arguments.length > 0
                ? new ReportDirectory(Path.of(arguments[0]))
                : ReportDirectory.in(Path.of("").toAbsolutePath());
        System.out.println(directory.render());
    }
}
