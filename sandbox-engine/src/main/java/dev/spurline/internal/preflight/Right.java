/*
 * Copyright 2026 the Spurline authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
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
public record Right(String verb, String group, String resource) {

    /** Returns the rules to add to a Role, a line of YAML a resource. */
    static String yaml(Collection<Right> rights) {
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
