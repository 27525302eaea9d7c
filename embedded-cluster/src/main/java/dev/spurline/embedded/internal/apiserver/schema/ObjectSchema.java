/*
 * Copyright 2026 the Spurline authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package dev.spurline.embedded.internal.apiserver.schema;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** All that the server knows about the objects of one kind. No method changes its arguments. */
public interface ObjectSchema {

    /** Returns the kind. */
    Kind kind();

    /** Returns the type of the objects. */
    Struct type();

    /**
     * Brings an object into its stored form.
     *
     * @throws MalformedException if a value does not fit its type
     */
    Shape.Shaped shaped(ObjectNode object);

    /** Fills in defaults. */
    ObjectNode withDefaults(ObjectNode object);

    /** Returns what is wrong with a new object; empty if nothing is. */
    List<Cause> faults(ObjectNode object);

    /** Returns what is wrong with a changed object; empty if nothing is. */
    List<Cause> faults(ObjectNode old, ObjectNode object);

    /** Returns the object from which a create starts: nothing but what the type always writes. */
    default ObjectNode empty() {
        return shaped(JsonNodeFactory.instance.objectNode()).object();
    }
}
