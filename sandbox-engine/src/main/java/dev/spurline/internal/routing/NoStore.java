// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.internal.survey.CustomKind;
import java.util.List;
import java.util.Set;

/**
 * Has answers of forks say {@code cache-control: no-store}: a cache on the way stores answers by address, and would give a
 * fork's to those who have no key.
 */
final class NoStore {

    /** What the plan says of it. */
    static final String SAID = ", whose answers say cache-control: no-store";

    private static final String NAME = "cache-control";
    private static final String VALUE = "no-store";
    private static final String TYPE = "ResponseHeaderModifier";
    private static final String FIELD = "responseHeaderModifier";

    /** What the CRDs of HTTPRoute and GRPCRoute allow, of headers in a filter and of filters in a rule. */
    private static final int MOST = 16;

    private NoStore() {}

    /** Changes those of our rules that lead to a fork, if that is asked for and the kind of route can say it. */
    static void on(CustomKind kind, List<OwnRule> rules, SandboxRouting sandbox) {
        if (sandbox.noStore() && canBeSaidBy(kind)) {
            Set<String> forks = Set.copyOf(sandbox.forks().values());
            rules.stream()
                    .filter(rule -> rule.purpose() != OwnRule.Purpose.REPEATED)
                    .filter(rule -> leadsTo(forks, rule.json()))
                    .forEach(rule -> on(rule.json()));
        }
    }

    /**
     * Returns what rules do about answers, as part of a sentence that says where requests go: nothing if there are none of a
     * fork, or nobody asked for it.
     */
    static String clause(CustomKind kind, List<OwnRule> rules, SandboxRouting sandbox) {
        if (in(rules)) {
            return SAID;
        }
        Set<String> forks = Set.copyOf(sandbox.forks().values());
        boolean asked = sandbox.noStore()
                && rules.stream()
                        .anyMatch(rule -> rule.purpose() != OwnRule.Purpose.REPEATED && leadsTo(forks, rule.json()));
        return asked ? ", whose answers cannot say cache-control: no-store, because " + obstacle(kind) : "";
    }

    private static String obstacle(CustomKind kind) {
        return canBeSaidBy(kind)
                ? "its rules have no room for a further filter or header"
                : "%ss of [%s] have no filter for answers".formatted(kind.kind(), kind.group());
    }

    /** The schema of Linkerd's own kind takes filters for answers at backends only. */
    private static boolean canBeSaidBy(CustomKind kind) {
        return kind != CustomKind.LINKERD_HTTP_ROUTE;
    }

    /** Returns whether an answer by some of these rules says so. */
    private static boolean in(List<OwnRule> rules) {
        return rules.stream()
                .filter(rule -> rule.purpose() != OwnRule.Purpose.REPEATED)
                .flatMap(rule -> rule.json().findValues("set").stream())
                .anyMatch(set -> header(set) >= 0
                        && set.get(header(set)).path("value").asText().equals(VALUE));
    }

    private static boolean leadsTo(Set<String> forks, JsonNode rule) {
        for (JsonNode backend : rule.path("backendRefs")) {
            if (forks.contains(backend.path("name").asText())) {
                return true;
            }
        }
        return false;
    }

    private static void on(ObjectNode rule) {
        ArrayNode filters = rule.withArray("filters");
        for (JsonNode filter : filters) {
            if (filter.path("type").asText().equals(TYPE)) {
                // A rule may have one of them.
                set(((ObjectNode) filter).withObject(FIELD));
                return;
            }
        }
        if (filters.size() < MOST) {
            set(filters.addObject().put("type", TYPE).putObject(FIELD));
        }
    }

    /** What is said of the header already goes: what a filter sets, adds and removes of one header has no order. */
    private static void set(ObjectNode modifier) {
        drop(modifier, "add");
        drop(modifier, "set");
        drop(modifier, "remove");
        ArrayNode set = modifier.withArray("set");
        if (set.size() < MOST) {
            set.addObject().put("name", NAME).put("value", VALUE);
        }
    }

    private static void drop(ObjectNode modifier, String list) {
        if (modifier.path(list) instanceof ArrayNode headers) {
            for (int i = header(headers); i >= 0; i = header(headers)) {
                headers.remove(i);
            }
            if (headers.isEmpty()) {
                modifier.remove(list);
            }
        }
    }

    /** Returns the place of the header in a list of names, or of objects with names. */
    private static int header(JsonNode list) {
        for (int i = 0; i < list.size(); i++) {
            JsonNode item = list.get(i);
            String name = item.isTextual() ? item.asText() : item.path("name").asText();
            if (name.equalsIgnoreCase(NAME)) {
                return i;
            }
        }
        return -1;
    }
}
