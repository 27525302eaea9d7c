// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.preflight;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * One verb on one resource, as a Role grants it.
 *
 * @param verb such as {@code patch}
 * @param group the API group; empty for the core
 * @param resource such as {@code pods/status}
 */
public record AccessRight(String verb, String group, String resource) {

    /** Returns the rules to add to a Role, a line of YAML a resource. */
    public static String yaml(Collection<AccessRight> rights) {
        Map<String, TreeSet<String>> verbs = new TreeMap<>();
        rights.forEach(right -> verbs.computeIfAbsent(
                        "apiGroups: [\"%s\"], resources: [\"%s\"]".formatted(right.group, right.resource),
                        rule -> new TreeSet<>())
                .add("\"" + right.verb + "\""));
        return verbs.entrySet().stream()
                .map(rule -> "- {%s, verbs: [%s]}".formatted(rule.getKey(), String.join(", ", rule.getValue())))
                .collect(Collectors.joining("\n"));
    }

    @Override
    public String toString() {
        return "%s %s".formatted(verb, group.isEmpty() ? resource : resource + "." + group);
    }
}
