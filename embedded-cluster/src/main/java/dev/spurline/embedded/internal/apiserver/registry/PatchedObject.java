// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.spurline.embedded.internal.apiserver.schema.rules.FieldError;
import dev.spurline.embedded.internal.apiserver.schema.rules.ObjectRejection;
import dev.spurline.embedded.internal.apiserver.schema.types.Kind;
import java.util.List;

/**
 * The refusal of an object that a patch has spoilt: it is quoted as a whole, as the real server does.
 *
 * <p>Source: {@code k8s.io/apiserver/pkg/endpoints/handlers/patch.go} (patchResource).
 */
final class PatchedObject {

    private PatchedObject() {}

    static RuntimeException refusal(ObjectNode patched, String why) {
        String quoted = TextNode.valueOf(patched.toString()).toString();
        return ObjectRejection.invalid(new Kind("", "", ""), "", List.of(FieldError.invalid("patch", quoted, why)));
    }
}
