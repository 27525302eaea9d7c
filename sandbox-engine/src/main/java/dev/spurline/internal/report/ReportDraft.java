// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.report;

import dev.spurline.SandboxException;
import dev.spurline.internal.work.ErrorMessage;
import dev.spurline.internal.work.Refusals;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** A report in the making. What goes wrong is noted, and does not end the reading. Not shared by threads. */
final class ReportDraft {

    private final Map<String, List<String>> sections = new LinkedHashMap<>();
    private final Set<String> problems = new LinkedHashSet<>();

    /** Adds what was found of a subject. */
    void found(String subject, String sentence) {
        sections.computeIfAbsent(subject, title -> new ArrayList<>()).add(sentence);
    }

    /** Adds what was found of a subject, unless it is known already. */
    void foundOnce(String subject, String sentence) {
        if (!sections.getOrDefault(subject, List.of()).contains(sentence)) {
            found(subject, sentence);
        }
    }

    /** Adds something that is wrong, unless it is known already. */
    void wrong(String sentence) {
        problems.add(sentence);
    }

    /** Does something, and notes why if that fails. */
    <T> Optional<T> attempt(Supplier<T> step) {
        try {
            return Optional.of(step.get());
        } catch (SandboxException e) {
            Refusals.sentences(e).forEach(this::wrong);
            return Optional.empty();
        } catch (KubernetesClientException e) {
            wrong(ErrorMessage.of(e));
            return Optional.empty();
        }
    }

    /** Does something without a result, and returns whether it went well. */
    boolean passes(Runnable step) {
        return attempt(() -> {
                    step.run();
                    return true;
                })
                .isPresent();
    }

    PreflightReport finish() {
        return new PreflightReport(
                sections.entrySet().stream()
                        .map(entry -> new PreflightReport.Section(entry.getKey(), entry.getValue()))
                        .toList(),
                List.copyOf(problems));
    }
}
