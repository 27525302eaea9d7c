// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.schema.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.spurline.embedded.internal.apiserver.schema.types.ScalarValues;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Collects what is wrong with an object, in the order in which the server reports it. */
public final class FieldErrorList {

    private static final String IMMUTABLE = "field is immutable";

    private final List<FieldError> causes = new ArrayList<>();

    public List<FieldError> causes() {
        return List.copyOf(causes);
    }

    public FieldErrorList add(FieldError cause) {
        causes.add(cause);
        return this;
    }

    /** Adds a fault unless the condition holds. */
    public void require(boolean holds, FieldError cause) {
        if (!holds) {
            causes.add(cause);
        }
    }

    /** Requires a text; returns whether it is there. */
    public boolean present(JsonNode value, String path) {
        boolean present = !ScalarValues.isZero(value);
        require(present, FieldError.required(path, ""));
        return present;
    }

    /** Checks the form of a text. */
    public void checkForm(String text, String path, Function<String, List<String>> rule) {
        rule.apply(text).forEach(fault -> add(FieldError.invalid(path, quoted(text), fault)));
    }

    /** Requires a text of a certain form. */
    public void requireForm(JsonNode value, String path, Function<String, List<String>> rule) {
        if (present(value, path)) {
            checkForm(value.asText(), path, rule);
        }
    }

    public void checkNotNegative(JsonNode value, String path) {
        if (value.isNumber() && value.asLong() < 0) {
            add(FieldError.invalid(path, value.toString(), "must be greater than or equal to 0"));
        }
    }

    public void checkOneOf(JsonNode value, String path, List<String> allowed) {
        if (!ScalarValues.isZero(value) && !allowed.contains(value.asText())) {
            add(FieldError.unsupported(path, value.toString(), allowed));
        }
    }

    void checkPort(JsonNode value, String path) {
        boolean legal = value.asInt() >= 1 && value.asInt() <= 65535;
        require(legal, FieldError.invalid(path, value.toString(), "must be between 1 and 65535, inclusive"));
    }

    public void checkUnchanged(JsonNode old, JsonNode value, String path) {
        if (!old.equals(value)) {
            add(FieldError.invalid(path, value.isMissingNode() ? "null" : value.toString(), IMMUTABLE));
        }
    }

    /** Requires that the elements of a list differ in a field. */
    void checkDistinct(JsonNode list, String key, String path) {
        Set<JsonNode> seen = new HashSet<>();
        for (int i = 0; i < list.size(); i++) {
            JsonNode value = list.get(i).path(key);
            if (!ScalarValues.isZero(value) && !seen.add(value)) {
                add(FieldError.duplicate(path + "[" + i + "]." + key, value.toString()));
            }
        }
    }

    static String quoted(String text) {
        return TextNode.valueOf(text).toString();
    }
}
