// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.blueprint;

import dev.spurline.cluster.internal.yaml.YamlDocument.Scalar;
import dev.spurline.cluster.internal.yaml.YamlPosition;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds the value in a manifest that an API server has refused, and says what to write instead. */
final class RefusedValue {

    /** Go names the fields that lead to a value, but neither the items of lists nor the value. */
    private static final Pattern TYPE = Pattern.compile(
            "cannot unmarshal (bool|number|string|null)(?: \\S+)? into Go struct field \\w+\\.(\\S+) of type ([\\[\\]\\w]+)");

    private static final Set<String> WORDS = Set.of("y", "yes", "on", "n", "no", "off");

    private static final Pattern INDEX = Pattern.compile("\\[\\d+]");

    private RefusedValue() {}

    /** Returns a further sentence for a refusal; empty if it does not tell the value. */
    static String described(Map<String, Scalar> scalars, String refusal) {
        Matcher type = TYPE.matcher(refusal);
        if (type.find()) {
            return of(scalars, type)
                    .min(byPlace())
                    .map(entry -> sentence(entry) + cure(entry.getValue(), type.group(3)))
                    .orElse("");
        }
        return scalars.entrySet().stream()
                .filter(entry -> refusal.contains(entry.getKey() + ":"))
                .max(Comparator.comparingInt(entry -> entry.getKey().length()))
                .map(RefusedValue::sentence)
                .orElse("");
    }

    /**
     * Returns the values that are booleans to YAML 1.1 only, such as {@code on}, where the API server wants text, by path: there
     * is no doubt what their author means.
     */
    static Map<String, String> wordsForText(Map<String, Scalar> scalars, String refusal) {
        Matcher type = TYPE.matcher(refusal);
        return type.find() && type.group(1).equals("bool") && type.group(3).equals("string")
                ? of(scalars, type)
                        .filter(entry -> WORDS.contains(entry.getValue().text().toLowerCase(Locale.ROOT)))
                        .collect(Collectors.toMap(
                                Map.Entry::getKey, entry -> entry.getValue().text()))
                : Map.of();
    }

    private static Stream<Map.Entry<String, Scalar>> of(Map<String, Scalar> scalars, Matcher type) {
        return scalars.entrySet().stream()
                .filter(entry -> goName(entry.getValue().value()).equals(type.group(1)))
                .filter(entry -> leadsTo(entry.getKey(), type.group(2)));
    }

    /** Go leaves out the keys of maps: the field {@code metadata.labels} stands for each label. */
    private static boolean leadsTo(String path, String field) {
        String plain = INDEX.matcher(path).replaceAll("");
        return plain.equals(field)
                || (plain.startsWith(field + ".")
                        && List.of("labels", "annotations", "matchLabels", "data", "nodeSelector", "selector")
                                .contains(field.substring(field.lastIndexOf('.') + 1)));
    }

    private static Comparator<Map.Entry<String, Scalar>> byPlace() {
        return Comparator.comparing(
                entry -> entry.getValue().position(),
                Comparator.<YamlPosition>comparingInt(YamlPosition::line).thenComparingInt(YamlPosition::column));
    }

    private static String sentence(Map.Entry<String, Scalar> entry) {
        return "; it stands in line %d, column %d: [%s: %s]"
                .formatted(
                        entry.getValue().position().line(),
                        entry.getValue().position().column(),
                        entry.getKey(),
                        entry.getValue().text());
    }

    private static String cure(Scalar scalar, String goType) {
        return switch (goType) {
            case "string" -> ", write \"%s\"".formatted(scalar.text());
            case "bool" -> ", write true or false without quotes";
            case "int32", "int64" -> ", write a whole number without quotes";
            default -> "";
        };
    }

    private static String goName(@Nullable Object value) {
        return value == null
                ? "null"
                : value instanceof Boolean ? "bool" : value instanceof Number ? "number" : "string";
    }
}
