// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.plan;

import dev.spurline.PreflightException;
import dev.spurline.RoutingKey;
import dev.spurline.internal.routing.SandboxNames;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Changes as few labels as possible, so that no foreign selector selects what has them. */
final class ForkLabels {

    /** Changed first where several choices are equally good: names of the application itself. */
    private static final List<String> PREFERRED =
            List.of("app", "app.kubernetes.io/name", "app.kubernetes.io/instance");

    private final RoutingKey key;
    private final List<ForeignSelector> foreign;
    private final Set<String> referenced;

    /**
     * Prepares for a namespace.
     *
     * @param foreign every selector there
     * @param referenced labels by which policies let their holders in; changed only if nothing else will do
     */
    ForkLabels(RoutingKey key, List<ForeignSelector> foreign, Set<String> referenced) {
        this.key = key;
        // What selects everything selects the fork too; the planner tells of it.
        this.foreign = foreign.stream()
                .filter(selector -> !selector.selector().everything())
                .toList();
        this.referenced = referenced;
    }

    /**
     * Returns the labels that stay free of foreign selectors.
     *
     * @param title the workload, for a refusal
     * @param labels the baseline's labels
     */
    Result apply(String title, Map<String, String> labels) {
        List<Edit> candidates = candidates(labels);
        for (int size = 0; size <= candidates.size(); size++) {
            Optional<List<Edit>> choice = choose(labels, candidates, size, 0, List.of());
            if (choice.isPresent()) {
                return result(labels, choice.get());
            }
        }
        throw new PreflightException(
                "No change of labels keeps a fork of [%s] out of every selector of its namespace: %s. Let those ask for a label with a value of its own"
                        .formatted(title, titles(selecting(labels))));
    }

    private Optional<List<Edit>> choose(
            Map<String, String> labels, List<Edit> candidates, int size, int from, List<Edit> chosen) {
        if (size == 0) {
            return selecting(edited(labels, chosen)).isEmpty() ? Optional.of(chosen) : Optional.empty();
        }
        for (int i = from; i <= candidates.size() - size; i++) {
            Edit edit = candidates.get(i);
            if (chosen.stream().noneMatch(other -> other.key().equals(edit.key()))) {
                List<Edit> more = new ArrayList<>(chosen);
                more.add(edit);
                Optional<List<Edit>> choice = choose(labels, candidates, size - 1, i + 1, more);
                if (choice.isPresent()) {
                    return choice;
                }
            }
        }
        return Optional.empty();
    }

    private List<ForeignSelector> selecting(Map<String, String> labels) {
        return foreign.stream()
                .filter(selector -> selector.selector().selects(labels))
                .toList();
    }

    /** Returns every single edit that frees the labels of at least one selector, best first. */
    private List<Edit> candidates(Map<String, String> labels) {
        return selecting(labels).stream()
                .flatMap(selector -> selector.selector().terms().stream())
                .map(term -> edit(term, labels))
                .distinct()
                .sorted(Comparator.<Edit>comparingInt(edit -> referenced.contains(edit.key()) ? 1 : 0)
                        .thenComparing(Edit::how)
                        .thenComparingInt(ForkLabels::preference)
                        .thenComparing(Edit::key))
                .toList();
    }

    private Edit edit(PodSelector.Term term, Map<String, String> labels) {
        return switch (term.operator()) {
            case IN ->
                new Edit(How.CHANGE, term.key(), SandboxNames.labelValue(labels.getOrDefault(term.key(), ""), key));
            case EXISTS -> new Edit(How.REMOVE, term.key(), "");
            case NOT_IN ->
                new Edit(
                        How.SET,
                        term.key(),
                        term.values().isEmpty() ? "" : term.values().get(0));
            case DOES_NOT_EXIST -> new Edit(How.SET, term.key(), key.value());
        };
    }

    private static int preference(Edit edit) {
        int place = PREFERRED.indexOf(edit.key());
        return place < 0 ? PREFERRED.size() : place;
    }

    private static Map<String, String> edited(Map<String, String> labels, List<Edit> edits) {
        Map<String, String> result = new LinkedHashMap<>(labels);
        for (Edit edit : edits) {
            if (edit.how() == How.REMOVE) {
                result.remove(edit.key());
            } else {
                result.put(edit.key(), edit.value());
            }
        }
        return result;
    }

    private Result result(Map<String, String> labels, List<Edit> edits) {
        List<ForeignSelector> hits = selecting(labels);
        List<String> sentences = new ArrayList<>();
        for (Edit edit : edits) {
            List<ForeignSelector> because = hits.stream()
                    .filter(hit -> hit.selector().terms().stream()
                            .anyMatch(term -> term.key().equals(edit.key())))
                    .toList();
            sentences.add(edit.sentence(labels) + ", because " + titles(because));
        }
        return new Result(edited(labels, edits), sentences);
    }

    private static String titles(List<ForeignSelector> selectors) {
        Map<String, List<String>> byVerb = new TreeMap<>(Comparator.reverseOrder());
        selectors.forEach(selector -> byVerb.computeIfAbsent(selector.verb(), verb -> new ArrayList<>())
                .add(selector.title()));
        return byVerb.entrySet().stream()
                .map(entry -> String.join(", ", entry.getValue()) + " " + entry.getKey() + " it")
                .collect(Collectors.joining("; "));
    }

    private enum How {
        CHANGE,
        SET,
        REMOVE
    }

    private record Edit(How how, String key, String value) {

        String sentence(Map<String, String> labels) {
            return switch (how) {
                case CHANGE -> "label %s: %s → %s".formatted(key, labels.get(key), value);
                case SET -> "label %s: %s added".formatted(key, value);
                case REMOVE -> "label %s removed".formatted(key);
            };
        }
    }

    /**
     * What became of the labels.
     *
     * @param labels the new labels
     * @param sentences each change and its reason
     */
    record Result(Map<String, String> labels, List<String> sentences) {

        Result {
            labels = new LinkedHashMap<>(labels);
            sentences = List.copyOf(sentences);
        }
    }
}
