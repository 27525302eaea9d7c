// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.plan;

import dev.spurline.PreflightException;
import dev.spurline.Settings;
import dev.spurline.cluster.internal.text.NearestName;
import dev.spurline.internal.survey.Survey;
import dev.spurline.settings.Setting;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The settings {@code spurline.image.<workload>}. One that names no workload is refused: its image would run nowhere, and
 * tests that pass would prove nothing about it. One of a workload that is not forked here may be for other test classes.
 */
public final class ImageSettings {

    private final SubjectSettings given;

    /** Looks the settings up. */
    public ImageSettings(Settings settings) {
        this.given = new SubjectSettings(Setting.IMAGE, settings);
    }

    /** Returns the names of the workloads of a survey, whatever their kind. */
    public static Set<String> workloads(Survey survey) {
        return BaselineFinder.forkable(survey).map(ImageSettings::name).collect(Collectors.toCollection(TreeSet::new));
    }

    private static String name(HasMetadata object) {
        return object.getMetadata().getName();
    }

    /** Returns whether each of the settings names one of these workloads. */
    public boolean name(Collection<String> workloads) {
        return given.unknown(workloads).isEmpty();
    }

    /**
     * Refuses a setting that names none of these workloads.
     *
     * @throws PreflightException with the name that was probably meant
     */
    public void check(Collection<String> workloads) {
        for (String name : given.unknown(workloads)) {
            List<String> nearest = NearestName.ranked(name, given.spellings(name, workloads), 1);
            throw new PreflightException("%s names a workload that does not exist%s"
                    .formatted(
                            given.title(name),
                            nearest.isEmpty() ? "" : ": did you mean [%s]?".formatted(nearest.get(0))));
        }
    }

    /**
     * Returns a warning for each setting whose workload is not forked: nothing runs its image.
     *
     * @param forked the names of the workloads that are forked here or, as far as known, by others
     */
    public List<String> unused(Collection<String> forked) {
        return given.unknown(forked).stream()
                .map(name -> "%s names a workload that nothing forks here: no pod runs its image"
                        .formatted(given.title(name)))
                .toList();
    }
}
