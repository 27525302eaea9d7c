// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.schema;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.embedded.internal.apiserver.schema.rules.FieldError;
import dev.spurline.embedded.internal.apiserver.schema.rules.FieldErrorList;
import dev.spurline.embedded.internal.apiserver.schema.rules.MetadataRules;
import dev.spurline.embedded.internal.apiserver.schema.types.CanonicalForm;
import dev.spurline.embedded.internal.apiserver.schema.types.FieldType;
import dev.spurline.embedded.internal.apiserver.schema.types.Kind;
import dev.spurline.embedded.internal.apiserver.schema.types.StructField;
import dev.spurline.embedded.internal.apiserver.schema.types.StructType;
import dev.spurline.embedded.internal.apiserver.schema.types.TypeCatalogue;
import java.util.List;

/** The objects of a kind of which nothing is known but that it has metadata. */
public record OpenSchema(Kind kind, StructType type) implements ObjectSchema {

    /** Returns the schema of a kind that keeps whatever it is given. */
    public static OpenSchema of(Kind kind) {
        StructType type = new StructType(kind.name(), kind.version(), false, true);
        type.add(StructField.plain("apiVersion", FieldType.Scalar.STRING, null));
        type.add(StructField.plain("kind", FieldType.Scalar.STRING, null));
        type.add(StructField.plain("metadata", TypeCatalogue.builtIn().type("ObjectMeta"), null));
        return new OpenSchema(kind, type);
    }

    @Override
    public CanonicalForm.CanonicalObject shaped(ObjectNode object) {
        return CanonicalForm.of(object, type);
    }

    @Override
    public ObjectNode withDefaults(ObjectNode object) {
        return object.deepCopy();
    }

    @Override
    public List<FieldError> errors(ObjectNode object) {
        FieldErrorList errors = new FieldErrorList();
        MetadataRules.check(object, kind, errors);
        return errors.causes();
    }

    @Override
    public List<FieldError> errors(ObjectNode old, ObjectNode object) {
        FieldErrorList errors = new FieldErrorList();
        MetadataRules.checkChange(old, object, errors);
        MetadataRules.check(object, kind, errors);
        return errors.causes();
    }
}
