// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.selectors;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spurline.embedded.internal.apiserver.schema.rules.NameRules;
import dev.spurline.embedded.internal.apiserver.status.StatusException;
import dev.spurline.embedded.internal.labels.LabelRequirement;
import dev.spurline.embedded.internal.labels.LabelRequirement.Operator;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A label selector in its text form, all of whose terms have to hold.
 *
 * <p>Source: {@code k8s.io/apimachinery/pkg/labels/selector.go}.
 */
public final class LabelSelector {

    private final List<LabelRequirement> requirements;

    private LabelSelector(List<LabelRequirement> requirements) {
        this.requirements = requirements;
    }

    /**
     * Reads a selector such as {@code app in (a,b),!old}.
     *
     * @throws StatusException with code 400 and Kubernetes' message
     */
    public static LabelSelector parse(String text) {
        return new LabelSelector(new SelectorParser(new LabelTokens(text)).terms());
    }

    /** Returns whether the labels of an object are selected. */
    public boolean matches(JsonNode object) {
        JsonNode labels = object.path("metadata").path("labels");
        return requirements.stream()
                .allMatch(term -> term.matches(labels.path(term.key()).textValue()));
    }

    /** Returns whether it selects everything. */
    public boolean isEmpty() {
        return requirements.isEmpty();
    }

    private record SelectorParser(LabelTokens tokens) {

        List<LabelRequirement> terms() {
            List<LabelRequirement> terms = new ArrayList<>();
            while (!tokens.peek().isEmpty()) {
                terms.add(valid(term()));
                if (!anotherFollows()) {
                    break;
                }
            }
            return terms;
        }

        /** Labels that no object could have are no selector. */
        private static LabelRequirement valid(LabelRequirement term) {
            List<String> errors = NameRules.qualified(term.key());
            if (!errors.isEmpty()) {
                throw invalid(
                        "<nil>", term.key(), errors.get(0).replaceFirst("^a qualified name", "a valid label key"));
            }
            int index = 0;
            for (String value : new TreeSet<>(term.values())) {
                List<String> faultsOfValue = NameRules.labelValue(value);
                if (!faultsOfValue.isEmpty()) {
                    throw invalid("values[%d][%s]".formatted(index, term.key()), value, faultsOfValue.get(0));
                }
                index++;
            }
            return term;
        }

        private static StatusException invalid(String field, String value, String fault) {
            return unparsed("%s: Invalid value: \"%s\": %s".formatted(field, value, fault));
        }

        private boolean anotherFollows() {
            String separator = tokens.next();
            if (separator.isEmpty()) {
                return false;
            }
            if (!separator.equals(",")) {
                throw bad("found '%s', expected: ',' or 'end of string'".formatted(separator));
            }
            if (!startsTerm(tokens.peek())) {
                throw bad("found '%s', expected: identifier after ','".formatted(tokens.peek()));
            }
            return true;
        }

        private static boolean startsTerm(String token) {
            return token.equals("!") || LabelTokens.isIdentifier(token);
        }

        private LabelRequirement term() {
            String first = tokens.next();
            if (!startsTerm(first)) {
                throw bad("found '%s', expected: !, identifier, or 'end of string'".formatted(first));
            }
            if (first.equals("!")) {
                return new LabelRequirement(
                        identifier("found '%s', expected: identifier"), Operator.DOES_NOT_EXIST, Set.of());
            }
            String following = tokens.peek();
            return following.isEmpty() || following.equals(",")
                    ? new LabelRequirement(first, Operator.EXISTS, Set.of())
                    : comparison(first);
        }

        private LabelRequirement comparison(String key) {
            String operator = tokens.next();
            return switch (operator) {
                case "in" -> new LabelRequirement(key, Operator.IN, values());
                case "notin" -> new LabelRequirement(key, Operator.NOT_IN, values());
                case "=", "==" -> new LabelRequirement(key, Operator.IN, Set.of(value()));
                case "!=" -> new LabelRequirement(key, Operator.NOT_IN, Set.of(value()));
                case ">" -> new LabelRequirement(key, Operator.GREATER, Set.of(number()));
                case "<" -> new LabelRequirement(key, Operator.LESS, Set.of(number()));
                default -> throw unparsed("found '%s', expected: in, notin, =, ==, !=, gt, lt".formatted(operator));
            };
        }

        private String value() {
            String token = tokens.peek();
            return token.isEmpty() || token.equals(",") ? "" : identifier("found '%s', expected: identifier");
        }

        private String number() {
            String value = value();
            try {
                return Long.toString(Long.parseLong(value));
            } catch (NumberFormatException e) {
                throw unparsed(
                        "values[0]: Invalid value: \"%s\": for 'Gt', 'Lt' operators, the value must be an integer"
                                .formatted(value));
            }
        }

        private Set<String> values() {
            String open = tokens.next();
            if (!open.equals("(")) {
                throw unparsed("found '%s' expected: '('".formatted(open));
            }
            Set<String> values = new TreeSet<>();
            do {
                values.add(listed());
            } while (tokens.peek().equals(",") && !tokens.next().isEmpty());
            String close = tokens.next();
            if (!close.equals(")")) {
                throw unparsed("found '%s', expected: ',' or ')'".formatted(close));
            }
            return values;
        }

        private String listed() {
            String token = tokens.peek();
            return token.equals(")") || token.equals(",")
                    ? ""
                    : identifier("found '%s', expected: ',', ')' or identifier");
        }

        private String identifier(String otherwise) {
            String token = tokens.next();
            if (!LabelTokens.isIdentifier(token)) {
                throw unparsed(otherwise.formatted(token));
            }
            return token;
        }

        private static StatusException unparsed(String why) {
            return bad("unable to parse requirement: " + why);
        }

        private static StatusException bad(String message) {
            return new StatusException(400, "BadRequest", message);
        }
    }
}
