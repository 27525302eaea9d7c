// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.embedded.internal.apiserver.status.StatusException;
import dev.spurline.embedded.internal.apiserver.status.StatusException.StatusCause;
import java.util.List;

/**
 * The refusal of new objects in a namespace that is being deleted.
 *
 * <p>Source: {@code k8s.io/apiserver/pkg/admission/plugin/namespace/lifecycle/admission.go}.
 */
final class NamespaceTerminating {

    private NamespaceTerminating() {}

    static StatusException refusal(RequestTarget target, ObjectNode object) {
        String why = "unable to create new content in namespace %s because it is being terminated"
                .formatted(target.namespace());
        String terminated = "namespace %s is being terminated".formatted(target.namespace());
        return target.kind()
                .forbidden(object, why)
                .because(List.of(new StatusCause("NamespaceTerminating", terminated, "metadata.namespace")));
    }
}
