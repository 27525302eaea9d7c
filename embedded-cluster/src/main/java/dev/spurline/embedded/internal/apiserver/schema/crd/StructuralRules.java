// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.schema.crd;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.spurline.embedded.internal.apiserver.schema.rules.FieldError;
import dev.spurline.embedded.internal.apiserver.schema.rules.FieldErrorList;
import dev.spurline.embedded.internal.apiserver.schema.rules.StringFormats;
import dev.spurline.embedded.internal.apiserver.schema.types.FieldType;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Checks a custom resource against its structural schema.
 *
 * <p>Source: kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#validation.
 */
public final class StructuralRules {

    private static final Set<String> OF_EVERY_OBJECT = Set.of("apiVersion", "kind", "metadata");

    private final FieldErrorList errors;

    public StructuralRules(FieldErrorList errors) {
        this.errors = errors;
    }

    public void checkRoot(ObjectNode object, JsonNode schema) {
        ObjectNode own = object.deepCopy().remove(OF_EVERY_OBJECT);
        ObjectNode rest = schema.isObject() ? ((ObjectNode) schema).deepCopy() : object.objectNode();
        rest.withObject("/properties").remove(OF_EVERY_OBJECT);
        if (rest.path("required").isArray()) {
            List<JsonNode> required = new ArrayList<>();
            rest.path("required").forEach(name -> {
                if (!OF_EVERY_OBJECT.contains(name.asText())) {
                    required.add(name);
                }
            });
            rest.putArray("required").addAll(required);
        }
        check(own, rest, "");
    }

    private void check(JsonNode value, JsonNode schema, String path) {
        if (value.isNull() && schema.path("nullable").asBoolean()) {
            return;
        }
        if (!typeFits(value, schema)) {
            String found = goType(value);
            errors.add(new FieldError(
                    "FieldValueTypeInvalid",
                    "Invalid value: \"" + found + "\": " + path + " in body must be of type "
                            + schema.path("type").asText() + ": \"" + found + "\"",
                    path));
            if (found.equals("number") && schema.path("type").asText().equals("integer")) {
                errors.add(FieldError.invalid(
                        "<nil>", "\"\"", "Checked value must be of type integer (default format) in " + path));
            }
            return;
        }
        checkEnumeration(value, schema, path);
        if (value.isNumber()) {
            checkNumber(value, schema, path);
        } else if (value.isTextual()) {
            checkText(value, schema, path);
        } else if (value.isArray()) {
            checkList(value, schema, path);
        } else if (value.isObject()) {
            checkObject(value, schema, path);
        }
        checkCombined(value, schema, path);
    }

    private static boolean typeFits(JsonNode value, JsonNode schema) {
        if (schema.path(StructuralTypes.INT_OR_STRING).asBoolean()) {
            return value.isTextual() || value.isIntegralNumber();
        }
        return switch (schema.path("type").asText()) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isTextual();
            case "integer" -> value.isIntegralNumber();
            case "number" -> value.isNumber();
            case "boolean" -> value.isBoolean();
            default -> true;
        };
    }

    private static String goType(JsonNode value) {
        return switch (value.getNodeType()) {
            case NUMBER -> value.isIntegralNumber() ? "integer" : "number";
            case NULL -> "null";
            default -> value.getNodeType().name().toLowerCase(Locale.ROOT);
        };
    }

    private void checkEnumeration(JsonNode value, JsonNode schema, String path) {
        if (schema.path("enum").isEmpty()) {
            return;
        }
        List<String> allowed = new ArrayList<>();
        boolean found = false;
        for (JsonNode candidate : schema.path("enum")) {
            found |= candidate.equals(value);
            allowed.add(candidate.asText());
        }
        if (!found) {
            errors.add(FieldError.unsupported(path, value.toString(), allowed));
        }
    }

    private void checkNumber(JsonNode value, JsonNode schema, String path) {
        BigDecimal number = value.decimalValue();
        JsonNode least = schema.path("minimum");
        JsonNode most = schema.path("maximum");
        if (least.isNumber()) {
            boolean exclusive = schema.path("exclusiveMinimum").asBoolean();
            int order = number.compareTo(least.decimalValue());
            require(
                    order > 0 || (order == 0 && !exclusive),
                    value,
                    path,
                    "should be greater than " + (exclusive ? "" : "or equal to ") + least.asText());
        }
        if (most.isNumber()) {
            boolean exclusive = schema.path("exclusiveMaximum").asBoolean();
            int order = number.compareTo(most.decimalValue());
            require(
                    order < 0 || (order == 0 && !exclusive),
                    value,
                    path,
                    "should be less than " + (exclusive ? "" : "or equal to ") + most.asText());
        }
        JsonNode step = schema.path("multipleOf");
        if (step.isNumber()) {
            boolean fits = number.remainder(step.decimalValue()).signum() == 0;
            require(fits, value, path, "should be a multiple of " + step.asText());
        }
    }

    private void checkText(JsonNode value, JsonNode schema, String path) {
        int length = value.asText().codePointCount(0, value.asText().length());
        int most = schema.path("maxLength").asInt(Integer.MAX_VALUE);
        if (length > most) {
            errors.add(FieldError.tooLong(path, most));
        }
        int least = schema.path("minLength").asInt(0);
        require(length >= least, value, path, "should be at least " + least + " chars long");
        if (schema.has("pattern")) {
            String pattern = schema.path("pattern").asText();
            require(finds(pattern, value.asText()), value, path, "should match '" + pattern + "'");
        }
        checkFormat(value, schema.path("format").asText(""), path);
    }

    private void checkFormat(JsonNode value, String format, String path) {
        if (!StringFormats.fits(value.asText(), format)) {
            errors.add(new FieldError(
                    "FieldValueTypeInvalid",
                    "Invalid value: %s: %s in body must be of type %s: %s".formatted(value, path, format, value),
                    path));
        }
    }

    private static boolean finds(String pattern, String text) {
        try {
            return Pattern.compile(pattern).matcher(text).find();
        } catch (PatternSyntaxException unusable) {
            return true;
        }
    }

    private void checkList(JsonNode list, JsonNode schema, String path) {
        int least = schema.path("minItems").asInt(0);
        require(list.size() >= least, list, path, "should have at least " + least + " items");
        int most = schema.path("maxItems").asInt(Integer.MAX_VALUE);
        errors.require(
                list.size() <= most,
                new FieldError(
                        "FieldValueTooMany",
                        "Too many: " + list.size() + ": must have at most " + most + " items",
                        path));
        for (int i = 0; i < list.size(); i++) {
            check(list.get(i), schema.path("items"), path + "[" + i + "]");
        }
        checkDuplicates(list, schema, path);
    }

    private void checkDuplicates(JsonNode list, JsonNode schema, String path) {
        FieldType.ListType sharing = StructuralTypes.sharing(schema);
        if (sharing == FieldType.ListType.ATOMIC) {
            return;
        }
        Set<JsonNode> seen = new HashSet<>();
        for (int i = 0; i < list.size(); i++) {
            JsonNode identity = sharing == FieldType.ListType.SET ? list.get(i) : keys(list.get(i), schema);
            if (!seen.add(identity)) {
                errors.add(FieldError.duplicate(path + "[" + i + "]", identity.toString()));
            }
        }
    }

    private static JsonNode keys(JsonNode element, JsonNode schema) {
        ObjectNode keys = JsonNodeFactory.instance.objectNode();
        StructuralTypes.keys(schema).forEach(key -> {
            if (element.has(key)) {
                keys.set(key, element.path(key));
            }
        });
        return keys;
    }

    private void checkObject(JsonNode object, JsonNode schema, String path) {
        schema.path("required").forEach(name -> {
            if (!object.has(name.asText())) {
                errors.add(FieldError.required(join(path, name.asText()), ""));
            }
        });
        int least = schema.path("minProperties").asInt(0);
        require(object.size() >= least, object, path, "should have at least " + least + " properties");
        int most = schema.path("maxProperties").asInt(Integer.MAX_VALUE);
        require(object.size() <= most, object, path, "should have at most " + most + " properties");
        object.properties().forEach(field -> {
            JsonNode below = schema.path("properties").path(field.getKey());
            JsonNode values = schema.path("additionalProperties");
            if (below.isObject() || values.isObject()) {
                check(field.getValue(), below.isObject() ? below : values, join(path, field.getKey()));
            }
        });
    }

    private void checkCombined(JsonNode value, JsonNode schema, String path) {
        schema.path("allOf").forEach(part -> check(value, part, path));
        long any = matching(schema.path("anyOf"), value, path);
        long one = matching(schema.path("oneOf"), value, path);
        String subject = "\"" + path + "\" must ";
        if (schema.has("anyOf") && any == 0) {
            errors.add(FieldError.invalid(path, value.toString(), subject + "validate at least one schema (anyOf)"));
        }
        if (schema.has("oneOf") && one != 1) {
            String found = one == 0 ? "none valid" : one + " valid alternatives";
            errors.add(FieldError.invalid(
                    path, value.toString(), subject + "validate one and only one schema (oneOf). Found " + found));
        }
        if (schema.has("not") && fits(value, schema.path("not"), path)) {
            errors.add(FieldError.invalid(path, value.toString(), subject + "not validate the schema (not)"));
        }
    }

    private static long matching(JsonNode schemas, JsonNode value, String path) {
        long matching = 0;
        for (JsonNode schema : schemas) {
            matching += fits(value, schema, path) ? 1 : 0;
        }
        return matching;
    }

    private static boolean fits(JsonNode value, JsonNode schema, String path) {
        FieldErrorList own = new FieldErrorList();
        new StructuralRules(own).check(value, schema, path);
        return own.causes().isEmpty();
    }

    private void require(boolean holds, JsonNode value, String path, String detail) {
        errors.require(holds, FieldError.invalid(path, value.toString(), path + " in body " + detail));
    }

    private static String join(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }
}
