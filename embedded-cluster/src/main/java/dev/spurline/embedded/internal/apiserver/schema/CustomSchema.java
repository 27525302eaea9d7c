// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.embedded.internal.apiserver.schema.crd.FieldPruning;
import dev.spurline.embedded.internal.apiserver.schema.crd.StructuralDefaults;
import dev.spurline.embedded.internal.apiserver.schema.crd.StructuralRules;
import dev.spurline.embedded.internal.apiserver.schema.crd.StructuralTypes;
import dev.spurline.embedded.internal.apiserver.schema.rules.FieldError;
import dev.spurline.embedded.internal.apiserver.schema.rules.FieldErrorList;
import dev.spurline.embedded.internal.apiserver.schema.rules.HttpRouteRules;
import dev.spurline.embedded.internal.apiserver.schema.rules.MetadataRules;
import dev.spurline.embedded.internal.apiserver.schema.types.CanonicalForm;
import dev.spurline.embedded.internal.apiserver.schema.types.Kind;
import dev.spurline.embedded.internal.apiserver.schema.types.StructType;
import dev.spurline.embedded.internal.apiserver.schema.types.TypeCatalogue;
import java.util.ArrayList;
import java.util.List;

/**
 * The objects of a custom kind, by the structural schema of its definition.
 *
 * @param kind the kind
 * @param type what server-side apply goes by
 * @param structure the {@code openAPIV3Schema}
 */
public record CustomSchema(Kind kind, StructType type, JsonNode structure) implements ObjectSchema {

    /** Returns the schema of one version of a definition. */
    static CustomSchema of(Kind kind, JsonNode definition) {
        JsonNode structure = version(definition, kind.version()).path("schema").path("openAPIV3Schema");
        return new CustomSchema(kind, StructuralTypes.root(kind, structure), structure);
    }

    /** Returns what a definition says about a version. */
    public static JsonNode version(JsonNode definition, String name) {
        JsonNode versions = definition.path("spec").path("versions");
        for (JsonNode version : versions) {
            if (version.path("name").asText().equals(name)) {
                return version;
            }
        }
        return versions.path(0);
    }

    @Override
    public CanonicalForm.CanonicalObject shaped(ObjectNode object) {
        List<String> unknown = new ArrayList<>();
        ObjectNode result = FieldPruning.root(object, structure, unknown);
        if (object.get("metadata") instanceof ObjectNode metadata) {
            CanonicalForm.CanonicalObject shaped =
                    CanonicalForm.of(metadata, TypeCatalogue.builtIn().type("ObjectMeta"));
            result.set("metadata", shaped.object());
            shaped.unknown().forEach(name -> unknown.add("metadata." + name));
        }
        return new CanonicalForm.CanonicalObject(result, unknown);
    }

    @Override
    public ObjectNode withDefaults(ObjectNode object) {
        ObjectNode result = object.deepCopy();
        StructuralDefaults.fill(result, structure);
        return result;
    }

    @Override
    public List<FieldError> errors(ObjectNode object) {
        FieldErrorList errors = new FieldErrorList();
        MetadataRules.check(object, kind, errors);
        checkSpec(object, errors);
        return errors.causes();
    }

    @Override
    public List<FieldError> errors(ObjectNode old, ObjectNode object) {
        FieldErrorList errors = new FieldErrorList();
        MetadataRules.checkChange(old, object, errors);
        MetadataRules.check(object, kind, errors);
        checkSpec(object, errors);
        return errors.causes();
    }

    private void checkSpec(ObjectNode object, FieldErrorList errors) {
        new StructuralRules(errors).checkRoot(object, structure);
        if (HttpRouteRules.concern(kind)) {
            new HttpRouteRules(errors).check(object);
        }
    }
}
