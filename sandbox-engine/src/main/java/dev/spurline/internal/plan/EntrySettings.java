// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.plan;

import dev.spurline.Settings;
import dev.spurline.cluster.internal.text.NearestName;
import dev.spurline.internal.survey.SpurlineLabels;
import dev.spurline.internal.survey.Survey;
import dev.spurline.settings.Setting;
import io.fabric8.kubernetes.api.model.Service;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The settings {@code spurline.entry.<service>}. Sandboxes in other namespaces may have theirs in the same file: only what
 * resembles the name of a Service is told, and nothing is refused.
 */
public final class EntrySettings {

    private final SubjectSettings given;

    /** Looks the settings up. */
    public EntrySettings(Settings settings) {
        this.given = new SubjectSettings(Setting.ENTRY, settings);
    }

    /** Returns a warning for each setting that is of no Service of the survey, but nearly. */
    public List<String> misspelt(Survey survey) {
        List<String> subjects = survey.read().stream()
                .flatMap(namespace -> SpurlineLabels.foreign(survey.services(), namespace).stream())
                .flatMap(EntrySettings::subjects)
                .toList();
        return given.unknown(subjects).stream()
                .flatMap(name -> nearest(name, subjects).stream()
                        .map(meant ->
                                "%s names no Service of namespaces %s: did you mean [%s]? Ignore this if a sandbox in another namespace uses it"
                                        .formatted(given.title(name), survey.read(), meant)))
                .toList();
    }

    /** What a Service is called depends on the sandbox's own namespace, and that of another sandbox may be another. */
    private static Stream<String> subjects(Service service) {
        String name = service.getMetadata().getName();
        return Stream.of(name, service.getMetadata().getNamespace() + "." + name);
    }

    /** All have the same beginning, which makes none of them alike. */
    private Optional<String> nearest(String name, List<String> subjects) {
        int start = Setting.ENTRY.of("").key().length();
        List<String> names = given.spellings(name, subjects).stream()
                .map(spelling -> spelling.substring(start))
                .toList();
        return NearestName.to(name.substring(start), names).map(meant -> name.substring(0, start) + meant);
    }
}
