// SPDX-License-Identifier: Apache-2.0
package dev.spurline;

import dev.spurline.internal.engine.ClusterEngine;
import dev.spurline.internal.report.DoctorOptions;
import dev.spurline.internal.report.PreflightReport;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Prints what Spurline finds in a namespace and all that keeps a sandbox from being opened there, and opens none: what is
 * asked of the cluster are reads and dry-runs. {@code docs/preflight.md} says how it is run.
 *
 * @since 0.1
 */
public final class Doctor {

    private static final int GOOD = 0;
    private static final int WRONG = 1;
    private static final int MISUSED = 2;

    private Doctor() {}

    /**
     * Prints the report and ends the JVM, with 0 if a sandbox could be opened, 1 if something is wrong, and 2 if an option is.
     *
     * @param arguments the options that {@code --help} prints
     */
    public static void main(String... arguments) {
        System.exit(run(List.of(arguments), Settings::standard, System.out));
    }

    static int run(List<String> arguments, Supplier<Settings> settings, PrintStream out) {
        DoctorOptions options;
        try {
            options = DoctorOptions.of(arguments);
        } catch (IllegalArgumentException e) {
            out.printf("%s%n%n%s", e.getMessage(), DoctorOptions.USAGE);
            return MISUSED;
        }
        if (options.help()) {
            out.print(DoctorOptions.USAGE);
            return GOOD;
        }
        PreflightReport report = report(options, settings);
        out.print(report.print());
        return report.good() ? GOOD : WRONG;
    }

    private static PreflightReport report(DoctorOptions options, Supplier<Settings> settings) {
        try (ClusterEngine engine =
                ClusterEngine.connect(ClusterSettings.from(options.before(settings.get())), Optional.empty())) {
            return engine.report(options.service());
        } catch (SandboxException e) {
            return PreflightReport.of(e);
        }
    }
}
