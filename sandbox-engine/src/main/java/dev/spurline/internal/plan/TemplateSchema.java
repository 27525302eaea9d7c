// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.plan;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import dev.spurline.cluster.internal.text.NearestName;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Says what in a pod template is no field of Kubernetes, or not of its type. The Kubernetes API server drops unknown fields
 * unless it is asked to be strict (<a href="https://kubernetes.io/docs/reference/using-api/api-concepts/#field-validation">field
 * validation</a>), and the client turns numbers into text: in both cases a fork would run without what its patch says.
 */
final class TemplateSchema {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Set<Class<?>> NUMBER_OR_TEXT = Set.of(IntOrString.class, Quantity.class);

    private final Map<Class<?>, Map<String, JavaType>> fields = new HashMap<>();

    /**
     * What is wrong with a field.
     *
     * @param path the field's
     * @param problem what is wrong, as the end of a sentence about it, without its value
     */
    record Fault(String path, String problem) {}

    /** Returns the faults of a template, in the order of its fields. */
    List<Fault> faults(JsonNode template) {
        List<Fault> faults = new ArrayList<>();
        check(MAPPER.constructType(PodTemplateSpec.class), template, "", faults);
        return faults;
    }

    private void check(JavaType type, JsonNode node, String path, List<Fault> faults) {
        if (node.isNull() || NUMBER_OR_TEXT.contains(type.getRawClass())) {
            return;
        }
        if (type.isMapLikeType()) {
            expect(node.isObject(), "a mapping", node, path, faults);
            node.properties()
                    .forEach(entry ->
                            check(type.getContentType(), entry.getValue(), join(path, entry.getKey()), faults));
        } else if (type.isCollectionLikeType()) {
            expect(node.isArray(), "a list", node, path, faults);
            for (int i = 0; node.isArray() && i < node.size(); i++) {
                check(type.getContentType(), node.get(i), "%s[%s]".formatted(path, title(node.get(i), i)), faults);
            }
        } else if (type.getRawClass().getPackage() == PodTemplateSpec.class.getPackage()) {
            expect(node.isObject(), "a mapping", node, path, faults);
            node.properties().forEach(entry -> checkField(type, entry.getKey(), entry.getValue(), path, faults));
        } else {
            checkScalar(type.getRawClass(), node, path, faults);
        }
    }

    private void checkField(JavaType type, String name, JsonNode value, String path, List<Fault> faults) {
        Map<String, JavaType> known = fields.computeIfAbsent(type.getRawClass(), any -> fields(type));
        JavaType found = known.get(name);
        if (found != null) {
            check(found, value, join(path, name), faults);
            return;
        }
        faults.add(new Fault(
                join(path, name),
                "is no field of %s%s"
                        .formatted(
                                type.getRawClass().getSimpleName(),
                                NearestName.to(name, known.keySet())
                                        .map(": did you mean [%s]?"::formatted)
                                        .orElse(""))));
    }

    private static Map<String, JavaType> fields(JavaType type) {
        Map<String, JavaType> fields = new HashMap<>();
        for (BeanPropertyDefinition property :
                MAPPER.getDeserializationConfig().introspect(type).findProperties()) {
            fields.put(property.getName(), property.getPrimaryType());
        }
        return fields;
    }

    private static void checkScalar(Class<?> type, JsonNode node, String path, List<Fault> faults) {
        if (type == String.class) {
            expect(node.isTextual(), "text: put it into quotes", node, path, faults);
        } else if (type == Boolean.class) {
            expect(node.isBoolean(), "true or false, without quotes", node, path, faults);
        } else if (type == Integer.class || type == Long.class) {
            expect(node.isIntegralNumber(), "a whole number, without quotes", node, path, faults);
        }
    }

    private static void expect(boolean right, String wanted, JsonNode node, String path, List<Fault> faults) {
        if (!right) {
            faults.add(new Fault(path, "is %s, but takes %s".formatted(described(node), wanted)));
        }
    }

    private static String described(JsonNode node) {
        return switch (node.getNodeType()) {
            case ARRAY -> "a list";
            case OBJECT -> "a mapping";
            case BOOLEAN -> "true or false";
            case NUMBER -> "a number";
            default -> "text";
        };
    }

    /** Returns how an item of a list is called in a path. */
    static String title(JsonNode item, int index) {
        return item.path("name").isTextual() ? item.path("name").asText() : String.valueOf(index);
    }

    private static String join(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }
}
