// SPDX-License-Identifier: Apache-2.0
package dev.spurline.report;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a run did: the root of {@code report.json}, as docs/report.md describes it. All times are milliseconds, moments are
 * counted from 1970 in UTC.
 *
 * @param schema {@value #SCHEMA}
 * @param version {@value #VERSION}; raised when a reader of an older version could misunderstand what stands there
 * @param jvms the JVMs of the run, in the order in which they began
 * @since 0.1
 */
public record RunReport(String schema, int version, List<JvmReport> jvms) {

    /** What each report calls itself. */
    public static final String SCHEMA = "spurline-report";

    /** The version that this class reads and writes. */
    public static final int VERSION = 1;

    /** Puts the JVMs in order. */
    public RunReport {
        jvms = jvms.stream()
                .sorted(Comparator.comparingLong(JvmReport::began).thenComparing(JvmReport::id))
                .toList();
    }

    /** Returns the report of some JVMs. */
    public static RunReport of(List<JvmReport> jvms) {
        return new RunReport(SCHEMA, VERSION, jvms);
    }

    Stream<ReportedSandbox> sandboxes() {
        return jvms.stream().flatMap(jvm -> jvm.sandboxes().stream());
    }

    Stream<ReportedTest> tests() {
        return sandboxes().flatMap(sandbox -> sandbox.classes().stream()).flatMap(owner -> owner.tests().stream());
    }
}
