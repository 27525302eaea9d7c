// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.client;

import dev.spurline.embedded.internal.labels.LabelRequirement;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Says what label selectors select. */
public final class Selectors {

    private Selectors() {}

    /** Whether a selector selects labels; no selector selects nothing, an empty one everything. */
    public static boolean selects(@Nullable LabelSelector selector, @Nullable Map<String, String> labels) {
        Map<String, String> present = labels == null ? Map.of() : labels;
        return selector != null
                && contains(present, selector.getMatchLabels())
                && selector.getMatchExpressions().stream().allMatch(requirement -> holds(requirement, present));
    }

    /** Whether labels contain all of the wanted ones. */
    public static boolean contains(@Nullable Map<String, String> labels, @Nullable Map<String, String> wanted) {
        return wanted == null
                || wanted.entrySet().stream()
                        .allMatch(entry -> labels != null && entry.getValue().equals(labels.get(entry.getKey())));
    }

    /** Whether a selector selects everything. */
    public static boolean selectsAll(@Nullable LabelSelector selector) {
        return selector != null
                && (selector.getMatchLabels() == null
                        || selector.getMatchLabels().isEmpty())
                && selector.getMatchExpressions().isEmpty();
    }

    private static boolean holds(LabelSelectorRequirement requirement, Map<String, String> labels) {
        return LabelRequirement.of(requirement.getKey(), requirement.getOperator(), requirement.getValues())
                .matches(labels.get(requirement.getKey()));
    }
}
