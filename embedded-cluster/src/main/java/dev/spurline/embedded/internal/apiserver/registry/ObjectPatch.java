// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.embedded.internal.apiserver.schema.ObjectSchema;

/** A patch of whatever type. */
public interface ObjectPatch {

    /** Returns the patched object; the live one is not changed. */
    ObjectNode apply(ObjectNode live, ObjectSchema schema);
}
