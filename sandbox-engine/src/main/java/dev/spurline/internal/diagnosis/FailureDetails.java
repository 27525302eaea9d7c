// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.diagnosis;

import dev.spurline.internal.secrets.SecretMask;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Words the events and log lines of a failure, for the end of a message. */
public final class FailureDetails {

    /** With the sentence before them, titles and the address of the page that explains it, a message has 25 lines. */
    private static final int LINES = 21;

    private static final int EVENTS = 8;

    private final PodDiagnosis diagnosis;
    private final SecretMask mask;

    /**
     * Asks through a diagnosis.
     *
     * @param mask hides what may be secret
     */
    public FailureDetails(PodDiagnosis diagnosis, SecretMask mask) {
        this.diagnosis = diagnosis;
        this.mask = mask;
    }

    /**
     * Asks and words.
     *
     * @param about the object whose events matter
     * @param pod the pod, if there is one
     * @param container the container whose log matters, if one does
     * @param previous whether that of the run before this one matters
     */
    public String of(
            String namespace, String about, Optional<String> pod, Optional<String> container, boolean previous) {
        List<String> events = last(mask.log(diagnosis.events(namespace, about)), EVENTS);
        return section("events of " + about, events)
                + container
                        .filter(name -> pod.isPresent())
                        .map(name -> section(
                                "last log lines of container " + name,
                                last(
                                        mask.log(diagnosis.log(namespace, pod.orElseThrow(), name, previous)),
                                        LINES - events.size())))
                        .orElse("");
    }

    private static List<String> last(List<String> lines, int most) {
        return lines.subList(Math.max(0, lines.size() - most), lines.size());
    }

    private static String section(String title, List<String> lines) {
        return lines.stream()
                .collect(Collectors.joining("\n    ", "\n  " + title + ":\n    ", lines.isEmpty() ? "(none)" : ""));
    }
}
