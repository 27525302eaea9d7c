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
package dev.spurline.embedded.internal.apiserver.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.embedded.internal.apiserver.registry.Target;
import dev.spurline.embedded.internal.apiserver.selectors.FieldSelector;
import dev.spurline.embedded.internal.apiserver.selectors.LabelSelector;

/** Which objects of a collection a request means. */
record Selection(String prefix, LabelSelector labels, FieldSelector fields) {

    static Selection of(ApiRequest request, Target target) {
        String named = target.name().isEmpty() ? "" : "metadata.name=" + target.name();
        String fields = request.parameter("fieldSelector")
                .map(text -> named.isEmpty() ? text : named + "," + text)
                .orElse(named);
        return new Selection(
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
