// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.plan;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A selector in Calico's own language, such as {@code app == 'pricing' && !has(debug)}: libcalico-go/lib/selector of Calico.
 * Conditions on what is no label of a pod's template, such as its namespace, hold.
 */
final class CalicoSelector {

    private static final Pattern TOKEN = Pattern.compile("\\s*(?:(&&|\\|\\||==|!=|[!(){},])|'([^']*)'|\"([^\"]*)\"|"
            + "(has|all|global|any)\\s*\\(|(not\\s+in|in|contains|starts\\s+with|ends\\s+with)\\b|([\\w./-]+))");

    /** Labels that Calico gives to each pod. */
    private static final String CALICO = "projectcalico.org/";

    private final List<Token> tokens = new ArrayList<>();
    private final Set<String> names = new LinkedHashSet<>();
    private int next;

    private CalicoSelector() {}

    /** Returns what a text selects, or empty if it is not understood. */
    static Optional<Selection> read(String text) {
        CalicoSelector reader = new CalicoSelector();
        if (text.isBlank()) {
            return Optional.of(new Selection(labels -> true, Set.of()));
        }
        try {
            reader.split(text);
            Predicate<Map<String, String>> matches = reader.or();
            return reader.next == reader.tokens.size()
                    ? Optional.of(new Selection(matches, reader.names))
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /**
     * What is selected.
     *
     * @param matches tells by the labels of a pod
     * @param names the labels that it looks at
     */
    record Selection(Predicate<Map<String, String>> matches, Set<String> names) {

        Selection {
            names = Set.copyOf(names);
        }
    }

    private enum Kind {
        SIGN,
        TEXT,
        FUNCTION,
        WORD,
        NAME
    }

    private record Token(Kind kind, String text) {

        boolean is(String sign) {
            return kind != Kind.TEXT && kind != Kind.NAME && text.equals(sign);
        }
    }

    private void split(String text) {
        String rest = text.strip();
        Matcher token = TOKEN.matcher(rest);
        int end = 0;
        while (end < rest.length()) {
            if (!token.find(end) || token.start() != end) {
                throw new IllegalArgumentException(rest.substring(end));
            }
            tokens.add(token(token));
            end = token.end();
        }
    }

    private static Token token(Matcher found) {
        if (found.group(1) != null) {
            return new Token(Kind.SIGN, found.group(1));
        }
        if (found.group(2) != null || found.group(3) != null) {
            return new Token(Kind.TEXT, found.group(2) == null ? found.group(3) : found.group(2));
        }
        if (found.group(4) != null) {
            return new Token(Kind.FUNCTION, found.group(4));
        }
        return found.group(5) == null
                ? new Token(Kind.NAME, found.group(6))
                : new Token(Kind.WORD, found.group(5).replaceAll("\\s+", " "));
    }

    private Predicate<Map<String, String>> or() {
        Predicate<Map<String, String>> result = and();
        while (take("||")) {
            result = result.or(and());
        }
        return result;
    }

    private Predicate<Map<String, String>> and() {
        Predicate<Map<String, String>> result = term();
        while (take("&&")) {
            result = result.and(term());
        }
        return result;
    }

    private Predicate<Map<String, String>> term() {
        if (take("!")) {
            return term().negate();
        }
        if (take("(")) {
            Predicate<Map<String, String>> inner = or();
            expect(")");
            return inner;
        }
        Token first = token();
        return first.kind() == Kind.FUNCTION ? function(first.text()) : comparison(name(first));
    }

    private Predicate<Map<String, String>> function(String function) {
        if (!function.equals("has")) {
            expect(")");
            return labels -> true;
        }
        String name = name(token());
        expect(")");
        return labels -> name.startsWith(CALICO) || labels.containsKey(name);
    }

    private Predicate<Map<String, String>> comparison(String name) {
        String operator = token().text();
        Set<String> values = operator.endsWith("in") ? set() : Set.of(text());
        String value = values.isEmpty() ? "" : values.iterator().next();
        Predicate<String> holds = switch (operator) {
            case "==", "in" -> values::contains;
            case "!=", "not in" -> has -> !values.contains(has);
            case "contains" -> has -> has.contains(value);
            case "starts with" -> has -> has.startsWith(value);
            case "ends with" -> has -> has.endsWith(value);
            default -> throw new IllegalArgumentException(operator);
        };
        boolean unset = operator.equals("!=") || operator.equals("not in");
        return labels -> name.startsWith(CALICO) || (labels.containsKey(name) ? holds.test(labels.get(name)) : unset);
    }

    private Set<String> set() {
        expect("{");
        Set<String> values = new LinkedHashSet<>();
        while (!take("}")) {
            values.add(text());
            if (!take(",")) {
                expect("}");
                break;
            }
        }
        return values;
    }

    private String text() {
        Token token = token();
        if (token.kind() != Kind.TEXT) {
            throw new IllegalArgumentException(token.text());
        }
        return token.text();
    }

    private String name(Token token) {
        if (token.kind() != Kind.NAME) {
            throw new IllegalArgumentException(token.text());
        }
        if (!token.text().startsWith(CALICO)) {
            names.add(token.text());
        }
        return token.text();
    }

    private Token token() {
        if (next == tokens.size()) {
            throw new IllegalArgumentException("the end");
        }
        return tokens.get(next++);
    }

    private boolean take(String sign) {
        boolean there = next < tokens.size() && tokens.get(next).is(sign);
        next += there ? 1 : 0;
        return there;
    }

    private void expect(String sign) {
        if (!take(sign)) {
            throw new IllegalArgumentException(sign);
        }
    }
}
