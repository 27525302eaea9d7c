// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.patch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class MergePatchPropertyTests {

    @Property
    void agreesWithTheDefinitionByPaths(@ForAll("values") JsonNode target, @ForAll("values") JsonNode patch) {
        assertThat(MergePatch.apply(target, patch)).isEqualTo(definition(target, patch));
    }

    @Property
    void appliedTwiceIsAppliedOnce(@ForAll("values") JsonNode target, @ForAll("values") JsonNode patch) {
        JsonNode once = MergePatch.apply(target, patch);

        assertThat(MergePatch.apply(once, patch)).isEqualTo(once);
    }

    /** The pseudo code of RFC 7386, section 2, word by word. */
    private static JsonNode definition(JsonNode target, JsonNode patch) {
        if (!patch.isObject()) {
            return patch;
        }
        TreeMap<String, JsonNode> result = new TreeMap<>();
        if (target.isObject()) {
            target.properties().forEach(field -> result.put(field.getKey(), field.getValue()));
        }
        for (var field : patch.properties()) {
            if (field.getValue().isNull()) {
                result.remove(field.getKey());
            } else {
                JsonNode old = result.getOrDefault(field.getKey(), JsonNodeFactory.instance.missingNode());
                result.put(field.getKey(), definition(old, field.getValue()));
            }
        }
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        result.forEach(object::set);
        return object;
    }

    @Provide
    Arbitrary<JsonNode> values() {
        return value(3);
    }

    private static Arbitrary<JsonNode> value(int depth) {
        JsonNodeFactory json = JsonNodeFactory.instance;
        Arbitrary<JsonNode> scalar = Arbitraries.of(
                json.nullNode(),
                json.numberNode(1),
                json.textNode("x"),
                json.booleanNode(true),
                json.arrayNode().add(1));
        if (depth == 0) {
            return scalar;
        }
        Arbitrary<JsonNode> object = Arbitraries.maps(
                        Arbitraries.of("a", "b", "c"), Arbitraries.lazy(() -> value(depth - 1)))
                .ofMaxSize(3)
                .map(fields -> {
                    ObjectNode node = json.objectNode();
                    fields.forEach(node::set);
                    return node;
                });
        return Arbitraries.frequencyOf(net.jqwik.api.Tuple.of(1, scalar), net.jqwik.api.Tuple.of(3, object));
    }
}
