// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.plan;

import dev.spurline.internal.survey.ServiceMesh;
import dev.spurline.internal.survey.SpurlineLabels;
import dev.spurline.internal.survey.Survey;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PodReadinessGate;
import io.fabric8.kubernetes.api.model.Service;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Turns a copy of a template into a fork's: overridden, cleaned, and selected by nobody else. */
final class ForkMaker {

    /** Tells a fork's own program which sandbox it is in, for what it takes from elsewhere than requests. */
    static final String KEY_VARIABLE = "SPURLINE_POD_ROUTING_KEY";

    private static final String CANONICAL = "service.istio.io/canonical-name";

    private static final int LONGEST_LABEL = 63;

    private final ForkDraft draft;
    private final Survey survey;
    private final PlanOptions options;

    ForkMaker(ForkDraft draft, Survey survey, PlanOptions options) {
        this.draft = draft;
        this.survey = survey;
        this.options = options;
    }

    /** Finishes the draft and returns the Services that select the baseline. */
    List<Service> make() {
        new TemplateOverrides(draft, options.settings()).apply();
        new TemplateCleanup(
                        draft,
                        MissingProxies.asks(ServiceMesh.ISTIO, draft.baseline().namespace(), survey))
                .apply();
        new SharedSystems(draft, survey, options).check();
        new SchedulingConstraints(draft).apply();
        relabel();
        new LabelReaders(draft).warn();
        addKeyVariable();
        addReadinessGate();
        draft.baseline().job().ifPresent(job -> new RunOnce(draft, job).apply(baggage()));
        noteWhatIsNotCopied();
        // A Job's pod serves nobody: nothing is to be routed to it.
        return draft.baseline().job().isPresent() ? List.of() : selecting();
    }

    private Optional<String> baggage() {
        return Optional.ofNullable(options.format().headers(draft.key()).get("baggage"));
    }

    private void addReadinessGate() {
        draft.pod().getReadinessGates().add(new PodReadinessGate(SpurlineLabels.UNSELECTED));
        draft.noteChange("readiness gate %s added, so that the pod serves nothing before all selectors were read again"
                .formatted(SpurlineLabels.UNSELECTED));
    }

    private void noteWhatIsNotCopied() {
        ObjectMeta metadata = draft.baseline().object().getMetadata();
        int count = Stream.of(metadata.getLabels(), metadata.getAnnotations())
                .filter(Objects::nonNull)
                .mapToInt(Map::size)
                .sum();
        if (count > 0) {
            draft.noteChange(
                    "labels and annotations of %s itself not copied, because GitOps and Helm would count the fork as theirs"
                            .formatted(ForeignSelector.title(draft.baseline().object())));
        }
        if (draft.baseline().job().isEmpty()) {
            draft.noteChange("replicas: 1, whatever the baseline has, because one pod is enough for a test");
        }
    }

    private List<Service> selecting() {
        Map<String, String> labels = draft.baseline().podLabels();
        return SpurlineLabels.foreign(survey.services(), draft.baseline().namespace()).stream()
                .filter(service -> ForeignSelector.of(service)
                        .filter(foreign -> foreign.selector().selects(labels))
                        .isPresent())
                .toList();
    }

    private void relabel() {
        List<ForeignSelector> foreign = ForeignSelector.in(draft.baseline().namespace(), survey);
        Map<String, String> labels = new LinkedHashMap<>(draft.labels());
        changeCanonicalName(labels);
        PeerPolicies peers = new PeerPolicies(survey);
        UncopiedPolicies uncopied = new UncopiedPolicies(draft.baseline().namespace(), survey);
        Set<String> known = new HashSet<>(peers.keys(labels));
        known.addAll(uncopied.keys(labels));
        ForkLabels.Result result = new ForkLabels(draft.key(), foreign, known)
                .apply(draft.spec().workload().toString(), labels);
        labels = new LinkedHashMap<>(result.labels());
        labels.putAll(draft.podSelector());
        labels.put(SpurlineLabels.ENGINE, options.engine());
        draft.template().getMetadata().setLabels(labels);
        new PodMarks(draft, survey, options.marks()).put(foreign);
        labels = new LinkedHashMap<>(draft.labels());
        result.sentences().forEach(sentence -> draft.noteChange(sentence));
        warnOfSelectorsOfEverything(foreign);
        uncopied.differences(draft.baseline().podLabels(), labels).forEach(draft::warn);
        warnOfPoliciesGained(labels);
        List<String> lost = peers.lost(draft.baseline().podLabels(), labels);
        if (!lost.isEmpty()) {
            draft.warn(
                    "NetworkPolicy [%s] knows the baseline by a label that the fork has changed, and may refuse its calls"
                            .formatted(String.join(", ", lost)));
        }
    }

    /** Such as one that selects whatever is not the baseline. */
    private void warnOfPoliciesGained(Map<String, String> labels) {
        PolicyClones.selectors(draft.baseline().namespace(), survey)
                .filter(policy -> policy.selector().selects(labels))
                .filter(policy -> !policy.selector().selects(draft.baseline().podLabels()))
                .forEach(policy -> draft.warn(
                        "[%s] does not select the baseline, but the fork, by a label that the fork has changed: let it select by another label if that is in the way"
                                .formatted(policy.title())));
    }

    /** Telemetry groups by this name; without it each fork would be an application of its own. */
    private void changeCanonicalName(Map<String, String> labels) {
        if (survey.mesh().istio() && !labels.containsKey(CANONICAL)) {
            String name = canonicalName(labels.getOrDefault(
                    "app.kubernetes.io/name",
                    labels.getOrDefault("app", draft.spec().workload().name())));
            labels.put(CANONICAL, name);
            draft.noteChange("label %s: %s added, because telemetry then shows the fork with its baseline"
                    .formatted(CANONICAL, name));
        }
    }

    /** Cuts it as Istio's injector does (injection-template.yaml), so that both have the same name. */
    private static String canonicalName(String name) {
        String cut = name.substring(0, Math.min(name.length(), LONGEST_LABEL));
        return cut.replaceAll("^[-_.]+|[-_.]+$", "");
    }

    private void warnOfSelectorsOfEverything(List<ForeignSelector> foreign) {
        String titles = foreign.stream()
                .filter(selector -> selector.selector().everything())
                .map(ForeignSelector::title)
                .collect(Collectors.joining(", "));
        if (!titles.isEmpty()) {
            draft.warn("[%s] selects every pod of the namespace, the fork's too".formatted(titles));
        }
    }

    private void addKeyVariable() {
        draft.setVariable(KEY_VARIABLE, draft.key().value());
        draft.noteChange("env %s of container %s added, so that the program can tell which sandbox it is in"
                .formatted(KEY_VARIABLE, draft.container().getName()));
    }
}
