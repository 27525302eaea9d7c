// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.compare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Compares a tree with two of the baseline. Where those two differ from each other, the baseline varies by itself, and the
 * third may have any value of the same type; that it has another type, or nothing there, is a difference all the same.
 */
final class TreeComparison {

    private static final JsonNode NOTHING = MissingNode.getInstance();

    private final ComparisonRules rules;
    private final List<TreeDifference> differences = new ArrayList<>();
    private final List<AnswerPath> varying = new ArrayList<>();

    private TreeComparison(ComparisonRules rules) {
        this.rules = rules;
    }

    /**
     * A difference.
     *
     * @param baseline what the baseline has there; a missing node if nothing
     * @param fork what the fork has there; a missing node if nothing
     */
    record TreeDifference(AnswerPath path, JsonNode baseline, JsonNode fork) {}

    /**
     * What was found.
     *
     * @param differences in the order of the baseline's tree
     * @param varying where the baseline varies by itself
     */
    record Result(List<TreeDifference> differences, List<AnswerPath> varying) {}

    /**
     * Compares.
     *
     * @param path where the trees stand
     * @param baseline what the baseline has
     * @param again what it had another time
     * @param fork what is compared
     */
    static Result compare(ComparisonRules rules, AnswerPath path, JsonNode baseline, JsonNode again, JsonNode fork) {
        TreeComparison comparison = new TreeComparison(rules);
        comparison.walk(path, baseline, again, fork);
        return new Result(List.copyOf(comparison.differences), List.copyOf(comparison.varying));
    }

    /** Counts the differences between two trees. */
    static int distance(ComparisonRules rules, AnswerPath path, JsonNode one, JsonNode other) {
        return compare(rules, path, one, one, other).differences().size();
    }

    private void walk(AnswerPath path, JsonNode baseline, JsonNode again, JsonNode fork) {
        if (rules.ignores(path)) {
            return;
        }
        JsonNodeType type = baseline.getNodeType();
        if (type != again.getNodeType()) {
            vary(path, baseline, again, fork);
        } else if (type != fork.getNodeType()) {
            differences.add(new TreeDifference(path, baseline, fork));
        } else if (baseline.isObject()) {
            members(path, baseline, again, fork);
        } else if (baseline.isArray()) {
            array(path, baseline, again, fork);
        } else if (!same(path, baseline, again)) {
            vary(path, baseline, again, fork);
        } else if (!same(path, baseline, fork)) {
            differences.add(new TreeDifference(path, baseline, fork));
        }
    }

    private void vary(AnswerPath path, JsonNode baseline, JsonNode again, JsonNode fork) {
        varying.add(path);
        if (fork.getNodeType() != baseline.getNodeType() && fork.getNodeType() != again.getNodeType()) {
            differences.add(new TreeDifference(path, baseline, fork));
        }
    }

    private void members(AnswerPath path, JsonNode baseline, JsonNode again, JsonNode fork) {
        Set<String> names = new LinkedHashSet<>();
        Stream.of(baseline, again, fork).forEach(tree -> tree.fieldNames().forEachRemaining(names::add));
        names.forEach(name -> walk(path.member(name), baseline.path(name), again.path(name), fork.path(name)));
    }

    /** Elements of arrays that have another length each time stand beside others than theirs: those are not compared. */
    private void array(AnswerPath path, JsonNode baseline, JsonNode again, JsonNode fork) {
        if (baseline.size() != again.size()) {
            varying.add(path);
            return;
        }
        List<JsonNode> others = beside(path, baseline, again);
        List<JsonNode> forks = beside(path, baseline, fork);
        for (int i = 0; i < Math.max(others.size(), forks.size()); i++) {
            walk(path.element(i), baseline.path(i), at(others, i), at(forks, i));
        }
    }

    private List<JsonNode> beside(AnswerPath path, JsonNode baseline, JsonNode other) {
        List<JsonNode> elements = elements(other);
        return rules.isUnordered(path)
                ? new ElementMatching(rules, path, elements(baseline), elements).arranged()
                : elements;
    }

    private static List<JsonNode> elements(JsonNode array) {
        List<JsonNode> elements = new ArrayList<>();
        array.forEach(elements::add);
        return elements;
    }

    private static JsonNode at(List<JsonNode> elements, int index) {
        return index < elements.size() ? elements.get(index) : NOTHING;
    }

    private boolean same(AnswerPath path, JsonNode one, JsonNode other) {
        boolean numbers = one.isNumber() && other.isNumber();
        return numbers
                ? near(
                        one.decimalValue(),
                        other.decimalValue(),
                        rules.tolerance(path).orElse(BigDecimal.ZERO))
                : one.equals(other);
    }

    /** Rounded, because a difference of numbers of very different size has as many digits as the one has zeros. */
    private static boolean near(BigDecimal one, BigDecimal other, BigDecimal tolerance) {
        return one.compareTo(other) == 0
                || one.subtract(other, MathContext.DECIMAL128).abs().compareTo(tolerance) <= 0;
    }
}
