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
package dev.spurline.embedded.internal.apiserver.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.spurline.embedded.internal.apiserver.schema.Cause;
import dev.spurline.embedded.internal.apiserver.schema.Kind;
import dev.spurline.embedded.internal.apiserver.schema.Rejection;
import java.util.List;

/** The refusal of an object that a patch has spoilt: it is quoted as a whole, as the real server does. */
final class PatchedObject {

    private PatchedObject() {}

    static RuntimeException refusal(ObjectNode patched, String why) {
        String quoted = TextNode.valueOf(patched.toString()).toString();
        return Rejection.invalid(new Kind("", "", ""), "", List.of(Cause.invalid("patch", quoted, why)));
    }
}
