// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.embedded.internal.apiserver.registry.RequestTarget;
import dev.spurline.embedded.internal.apiserver.selectors.FieldSelector;
import dev.spurline.embedded.internal.apiserver.selectors.LabelSelector;

/** Which objects of a collection a request means. */
record ObjectSelection(String prefix, LabelSelector labels, FieldSelector fields) {

    static ObjectSelection of(ServerRequest request, RequestTarget target) {
        String named = target.name().isEmpty() ? "" : "metadata.name=" + target.name();
        String fields = request.parameter("fieldSelector")
                .map(text -> named.isEmpty() ? text : named + "," + text)
                .orElse(named);
        return new ObjectSelection(
                target.kind().prefix(target.namespace()),
                LabelSelector.parse(request.parameter("labelSelector").orElse("")),
                FieldSelector.parse(fields, target.kind()));
    }

    boolean matches(ObjectNode object) {
        return labels.matches(object) && fields.matches(object);
    }

    boolean isEmpty() {
        return labels.isEmpty() && fields.isEmpty();
    }
}
