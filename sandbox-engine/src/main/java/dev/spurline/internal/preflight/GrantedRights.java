// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.preflight;

import io.fabric8.kubernetes.api.model.authorization.v1.ResourceRule;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the server says that this user may do in a namespace.
 *
 * @param rules the rules, as in Roles
 * @param complete whether nothing else is granted; some authorizers decide one by one and cannot list
 */
record GrantedRights(List<ResourceRule> rules, boolean complete) {

    GrantedRights {
        rules = List.copyOf(rules);
    }

    /** Returns whether a rule grants this, for objects of any name. */
    boolean has(AccessRight right) {
        return rules.stream().anyMatch(rule -> list(rule.getResourceNames()).isEmpty() && has(rule, right));
    }

    /** Returns whether a rule grants this for the object of some name. */
    boolean has(AccessRight right, String name) {
        return rules.stream()
                .anyMatch(rule -> (list(rule.getResourceNames()).isEmpty()
                                || rule.getResourceNames().contains(name))
                        && has(rule, right));
    }

    private static boolean has(ResourceRule rule, AccessRight right) {
        return holds(rule.getVerbs(), right.verb())
                && holds(rule.getApiGroups(), right.group())
                && resource(list(rule.getResources()), right.resource());
    }

    private static boolean holds(@Nullable List<String> items, String item) {
        return list(items).contains(item) || list(items).contains("*");
    }

    private static boolean resource(List<String> items, String resource) {
        int slash = resource.indexOf('/');
        return holds(items, resource) || (slash > 0 && items.contains("*" + resource.substring(slash)));
    }

    private static List<String> list(@Nullable List<String> items) {
        return Objects.requireNonNullElse(items, List.of());
    }
}
