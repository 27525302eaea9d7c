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
record Granted(List<ResourceRule> rules, boolean complete) {

    Granted {
        rules = List.copyOf(rules);
    }

    /** Returns whether a rule grants this, for objects of any name. */
    boolean has(Right right) {
        return rules.stream()
                .anyMatch(rule -> list(rule.getResourceNames()).isEmpty()
                        && holds(rule.getVerbs(), right.verb())
                        && holds(rule.getApiGroups(), right.group())
                        && resource(list(rule.getResources()), right.resource()));
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
