// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.report;

import dev.spurline.SandboxException;
import dev.spurline.cluster.internal.failure.FailureText;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What was found of a cluster and a namespace, and all that keeps sandboxes from being opened there.
 *
 * @param sections what was found, by subject
 * @param problems what is wrong, each with its way out
 */
public record PreflightReport(List<Section> sections, List<String> problems) {

    /** Copies the lists. */
    public PreflightReport {
        sections = List.copyOf(sections);
        problems = List.copyOf(problems);
    }

    /**
     * What was found of one subject.
     *
     * @param title the subject
     * @param lines what was found, a sentence each
     */
    public record Section(String title, List<String> lines) {

        /** Copies the list. */
        public Section {
            lines = List.copyOf(lines);
        }

        /** Returns the section with some of its lines. */
        Section only(Predicate<String> line) {
            return new Section(title, lines.stream().filter(line).toList());
        }
    }

    /** Returns a report of a cluster that could not be read at all. */
    public static PreflightReport of(SandboxException failure) {
        return new PreflightReport(List.of(), List.of(FailureText.of(failure)));
    }

    /** Returns whether a sandbox could be opened, as far as can be told without opening one. */
    public boolean good() {
        return problems.isEmpty();
    }

    /** Returns the report as a text for people, what is wrong at its end. */
    public String print() {
        return print(sections)
                + (good() ? "Nothing is wrong: a sandbox could be opened\n" : "Wrong\n" + items(problems));
    }

    /** Returns sections as a text for people. */
    static String print(List<Section> sections) {
        return sections.stream()
                .map(section -> section.title() + "\n" + items(section.lines()))
                .collect(Collectors.joining());
    }

    /** A sentence may go on in further lines, such as the rules that grant a right. */
    private static String items(List<String> lines) {
        return lines.stream()
                .map(line -> "- " + line.replace("\n", "\n  ") + "\n")
                .collect(Collectors.joining());
    }
}
