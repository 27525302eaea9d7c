// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.schema;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.embedded.internal.apiserver.schema.rules.Cause;
import dev.spurline.embedded.internal.apiserver.schema.rules.Faults;
import dev.spurline.embedded.internal.apiserver.schema.rules.MetadataRules;
import dev.spurline.embedded.internal.apiserver.schema.types.Catalogue;
import dev.spurline.embedded.internal.apiserver.schema.types.Field;
import dev.spurline.embedded.internal.apiserver.schema.types.Kind;
import dev.spurline.embedded.internal.apiserver.schema.types.Shape;
import dev.spurline.embedded.internal.apiserver.schema.types.Struct;
import dev.spurline.embedded.internal.apiserver.schema.types.Type;
import java.util.List;

/** The objects of a kind of which nothing is known but that it has metadata. */
public record OpenSchema(Kind kind, Struct type) implements ObjectSchema {

    /** Returns the schema of a kind that keeps whatever it is given. */
    public static OpenSchema of(Kind kind) {
        Struct type = new Struct(kind.name(), kind.version(), false, true);
        type.add(Field.plain("apiVersion", Type.Scalar.STRING, null));
        type.add(Field.plain("kind", Type.Scalar.STRING, null));
        type.add(Field.plain("metadata", Catalogue.builtIn().type("ObjectMeta"), null));
        return new OpenSchema(kind, type);
    }

    @Override
    public Shape.Shaped shaped(ObjectNode object) {
        return Shape.of(object, type);
    }

    @Override
    public ObjectNode withDefaults(ObjectNode object) {
        return object.deepCopy();
    }

    @Override
    public List<Cause> faults(ObjectNode object) {
        Faults faults = new Faults();
        MetadataRules.check(object, kind, faults);
        return faults.causes();
    }

    @Override
    public List<Cause> faults(ObjectNode old, ObjectNode object) {
        Faults faults = new Faults();
        MetadataRules.checkChange(old, object, faults);
        MetadataRules.check(object, kind, faults);
        return faults.causes();
    }
}
