// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.selectors;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spurline.embedded.internal.apiserver.kinds.ResourceKind;
import dev.spurline.embedded.internal.apiserver.status.StatusException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A field selector, all of whose terms have to hold; which fields there are depends on the kind.
 *
 * <p>Source: {@code k8s.io/apimachinery/pkg/fields/selector.go}.
 */
public final class FieldSelector {

    private static final Set<String> METADATA = Set.of("metadata.name", "metadata.namespace");

    private static final Map<String, Set<String>> FIELDS = Map.of(
            "pods",
            Set.of(
                    "spec.nodeName",
                    "spec.restartPolicy",
                    "spec.schedulerName",
                    "spec.serviceAccountName",
                    "spec.hostNetwork",
                    "status.phase",
                    "status.podIP",
                    "status.podIPs",
                    "status.nominatedNodeName"),
            "nodes",
            Set.of("spec.unschedulable"),
            "namespaces",
            Set.of("status.phase"),
            "secrets",
            Set.of("type"),
            "services",
            Set.of("spec.clusterIP", "spec.type"),
            "jobs.batch",
            Set.of("status.successful"),
            "events",
            Set.of(
                    "involvedObject.kind",
                    "involvedObject.namespace",
                    "involvedObject.name",
                    "involvedObject.uid",
                    "involvedObject.apiVersion",
                    "involvedObject.resourceVersion",
                    "involvedObject.fieldPath",
                    "reason",
                    "reportingComponent",
                    "source",
                    "type"));

    /** What a field reads as where the object does not say. */
    private static final Map<String, String> DEFAULTS =
            Map.of("spec.unschedulable", "false", "spec.hostNetwork", "false", "status.successful", "0");

    private final List<SelectorTerm> terms;

    private FieldSelector(List<SelectorTerm> terms) {
        this.terms = terms;
    }

    /**
     * Reads a selector such as {@code status.phase!=Running,spec.nodeName=a}.
     *
     * @throws StatusException with code 400 and Kubernetes' message
     */
    public static FieldSelector parse(String text, ResourceKind kind) {
        List<SelectorTerm> terms = new ArrayList<>();
        for (String term : text.split(",", -1)) {
            if (!term.isEmpty()) {
                terms.add(term(term, kind));
            }
        }
        return new FieldSelector(terms);
    }

    private static SelectorTerm term(String text, ResourceKind kind) {
        int equals = text.indexOf('=');
        if (equals < 1) {
            throw bad("invalid selector: '%s'; can't understand '%s'".formatted(text, text));
        }
        boolean negated = text.charAt(equals - 1) == '!';
        String field = text.substring(0, negated ? equals - 1 : equals);
        String rest = text.substring(equals + 1);
        requireKnown(field, kind);
        return new SelectorTerm(field, rest.startsWith("=") ? rest.substring(1) : rest, negated);
    }

    private static void requireKnown(String field, ResourceKind kind) {
        Set<String> own = FIELDS.getOrDefault(kind.storage(), Set.of());
        if (METADATA.contains(field) || own.contains(field)) {
            return;
        }
        if (kind.resource().equals("jobs.batch")) {
            throw bad("field label \"%s\" not supported for Job".formatted(field));
        }
        if (kind.has(ResourceKind.Trait.CUSTOM)) {
            throw bad("field label not supported: " + field);
        }
        throw bad(
                own.isEmpty()
                        ? "\"%s\" is not a known field selector: only \"metadata.name\", \"metadata.namespace\""
                                .formatted(field)
                        : "field label not supported: " + field);
    }

    private static StatusException bad(String message) {
        return new StatusException(400, "BadRequest", message);
    }

    /** Returns whether an object is selected. */
    public boolean matches(JsonNode object) {
        return terms.stream().allMatch(term -> term.matches(object));
    }

    /** Returns the one name that an object must have, if the selector names one. */
    public Optional<String> name() {
        return terms.stream()
                .filter(term -> term.field.equals("metadata.name") && !term.negated)
                .map(SelectorTerm::value)
                .findFirst();
    }

    /** Returns whether it selects everything. */
    public boolean isEmpty() {
        return terms.isEmpty();
    }

    private record SelectorTerm(String field, String value, boolean negated) {

        boolean matches(JsonNode object) {
            return read(object).equals(value) != negated;
        }

        private String read(JsonNode object) {
            JsonNode at = object;
            for (String step : path().split("\\.", -1)) {
                at = at.path(step);
            }
            return at.isMissingNode() || at.isNull() ? DEFAULTS.getOrDefault(field, "") : at.asText();
        }

        private String path() {
            return switch (field) {
                case "source" -> "source.component";
                case "status.successful" -> "status.succeeded";
                default -> field;
            };
        }
    }
}
