// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.plan;

import dev.spurline.PreflightException;
import dev.spurline.internal.survey.Survey;
import dev.spurline.settings.Setting;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Puts the labels and annotations of the settings on a fork's pod, unless others would select it by them. */
final class PodMarks {

    private final ForkDraft draft;
    private final Survey survey;
    private final ObjectMarks marks;

    PodMarks(ForkDraft draft, Survey survey, ObjectMarks marks) {
        this.draft = draft;
        this.survey = survey;
        this.marks = marks;
    }

    /**
     * Puts them there, once its labels are free of all selectors.
     *
     * @param foreign every selector of the namespace
     * @throws PreflightException if one selects the pod by such a label
     */
    void put(List<ForeignSelector> foreign) {
        Map<String, String> labels = new TreeMap<>(draft.labels());
        labels.putAll(marks.labels());
        foreign.stream()
                .filter(selector -> !selector.selector().everything())
                .filter(selector -> selector.selector().selects(labels))
                .findFirst()
                .ifPresent(selector -> refuse(selector, selector.verb() + " the pods of its baseline"));
        policies()
                .filter(policy -> policy.selector().selects(labels))
                .filter(policy -> !policy.selector().selects(draft.labels()))
                .filter(policy -> !policy.selector().selects(draft.baseline().podLabels()))
                .findFirst()
                .ifPresent(policy -> refuse(policy, "does not concern the pods of its baseline"));
        marks.on(draft.template().getMetadata());
        tell("label", Setting.LABELS, marks.labels());
        tell("annotation", Setting.ANNOTATIONS, marks.annotations());
    }

    private Stream<ForeignSelector> policies() {
        return PolicyClones.selectors(draft.baseline().namespace(), survey);
    }

    private void refuse(ForeignSelector selector, String why) {
        String names = selector.selector().terms().stream()
                .map(PodSelector.Term::key)
                .filter(marks.labels()::containsKey)
                .map(name -> name + "=" + marks.labels().get(name))
                .collect(Collectors.joining(", "));
        throw new PreflightException(
                "Setting [spurline.labels] has [%s], by which [%s] would select the fork of [%s]; it %s. Take it out, or give it another value"
                        .formatted(names, selector.title(), draft.spec().workload(), why));
    }

    private void tell(String what, Setting<?> setting, Map<String, String> all) {
        all.forEach((name, value) ->
                draft.noteChange("%s %s: %s set, because %s asks for it".formatted(what, name, value, setting.key())));
    }
}
