// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.patch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.embedded.internal.apiserver.schema.types.CanonicalForm;
import dev.spurline.embedded.internal.apiserver.schema.types.Kind;
import dev.spurline.embedded.internal.apiserver.schema.types.StructType;
import dev.spurline.embedded.internal.apiserver.schema.types.TypeCatalogue;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Random appliers of one ConfigMap against a model: who applied which key last, and what. */
class ApplyPropertyTests {

    private static final StructType TYPE =
            TypeCatalogue.builtIn().find(Kind.of("v1", "ConfigMap")).orElseThrow();
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private record FieldStep(String manager, Map<String, String> data) {}

    @Property
    void theObjectIsWhatItsOwnersSay(@ForAll("histories") List<FieldStep> history) {
        ObjectNode live =
                CanonicalForm.of(JsonNodeFactory.instance.objectNode(), TYPE).object();
        Map<String, Set<String>> owned = new HashMap<>();
        Map<String, String> model = new TreeMap<>();

        for (FieldStep step : history) {
            live = applied(live, step);
            remember(step, owned, model);

            assertThat(data(live)).isEqualTo(model);
            for (String manager : owned.keySet()) {
                assertThat(keys(live, manager)).isEqualTo(owned.get(manager));
            }
        }
    }

    /** Others may lose an empty map: it is not stored, so whoever applies it again adds it anew. */
    @Property
    void applyingAgainChangesNeitherDataNorWhatTheApplierOwns(@ForAll("histories") List<FieldStep> history) {
        ObjectNode live =
                CanonicalForm.of(JsonNodeFactory.instance.objectNode(), TYPE).object();
        for (FieldStep step : history) {
            live = applied(live, step);
            ObjectNode again = applied(live, step);

            assertThat(data(again)).isEqualTo(data(live));
            assertThat(keys(again, step.manager)).isEqualTo(keys(live, step.manager));
        }
    }

    /** By force: who applies a value takes the key from those who applied another one. */
    private static void remember(FieldStep step, Map<String, Set<String>> owned, Map<String, String> model) {
        Set<String> before = owned.getOrDefault(step.manager, Set.of());
        step.data.forEach((key, value) -> {
            if (!value.equals(model.put(key, value))) {
                owned.replaceAll((manager, keys) -> without(keys, key));
            }
        });
        owned.put(step.manager, step.data.keySet());
        before.forEach(key -> {
            if (owned.values().stream().noneMatch(keys -> keys.contains(key))) {
                model.remove(key);
            }
        });
    }

    private static Set<String> without(Set<String> keys, String gone) {
        return keys.stream().filter(key -> !key.equals(gone)).collect(Collectors.toSet());
    }

    private static ObjectNode applied(ObjectNode live, FieldStep step) {
        ObjectNode configuration =
                JsonNodeFactory.instance.objectNode().put("apiVersion", "v1").put("kind", "ConfigMap");
        configuration.putObject("metadata").put("name", "one");
        ObjectNode data = configuration.putObject("data");
        step.data.forEach(data::put);
        FieldManager writer = new FieldManager(step.manager, true, "v1", "");
        ObjectNode result = ServerSideApply.apply(
                live,
                configuration,
                TYPE,
                writer,
                true,
                ResetFields.NONE,
                node -> CanonicalForm.of(node, TYPE).object(),
                NOON);
        result.withObject("/metadata").put("uid", "u");
        return CanonicalForm.of(result, TYPE).object();
    }

    private static Map<String, String> data(JsonNode object) {
        Map<String, String> data = new TreeMap<>();
        object.path("data")
                .properties()
                .forEach(entry -> data.put(entry.getKey(), entry.getValue().asText()));
        return data;
    }

    private static Set<String> keys(JsonNode object, String manager) {
        Set<String> keys = new HashSet<>();
        object.path("metadata").path("managedFields").forEach(entry -> {
            if (entry.path("manager").asText().equals(manager)) {
                entry.path("fieldsV1")
                        .path("f:data")
                        .fieldNames()
                        .forEachRemaining(name -> keys.add(name.substring(2)));
            }
        });
        return keys;
    }

    @Provide
    Arbitrary<List<FieldStep>> histories() {
        Arbitrary<Map<String, String>> data = Arbitraries.maps(
                        Arbitraries.of("a", "b", "c", "d"), Arbitraries.of("1", "2"))
                .ofMinSize(0)
                .ofMaxSize(4);
        return Combinators.combine(Arbitraries.of("alice", "bob", "carol"), data)
                .as(FieldStep::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(8);
    }
}
