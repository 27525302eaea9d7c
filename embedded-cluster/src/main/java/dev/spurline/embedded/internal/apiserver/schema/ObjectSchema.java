// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.schema;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.embedded.internal.apiserver.schema.rules.FieldError;
import dev.spurline.embedded.internal.apiserver.schema.types.CanonicalForm;
import dev.spurline.embedded.internal.apiserver.schema.types.Kind;
import dev.spurline.embedded.internal.apiserver.schema.types.MalformedException;
import dev.spurline.embedded.internal.apiserver.schema.types.StructType;
import java.util.List;

/** All that the server knows about the objects of one kind. No method changes its arguments. */
public interface ObjectSchema {

    /** Returns the kind. */
    Kind kind();

    /** Returns the type of the objects. */
    StructType type();

    /**
     * Brings an object into its stored form.
     *
     * @throws MalformedException if a value does not fit its type
     */
    CanonicalForm.CanonicalObject shaped(ObjectNode object);

    /** Fills in defaults. */
    ObjectNode withDefaults(ObjectNode object);

    /** Returns what is wrong with a new object; empty if nothing is. */
    List<FieldError> errors(ObjectNode object);

    /** Returns what is wrong with a changed object; empty if nothing is. */
    List<FieldError> errors(ObjectNode old, ObjectNode object);

    /** Returns the object from which a create starts: nothing but what the type always writes. */
    default ObjectNode empty() {
        return shaped(JsonNodeFactory.instance.objectNode()).object();
    }
}
