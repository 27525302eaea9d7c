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

import dev.spurline.embedded.internal.apiserver.status.StatusException;
import dev.spurline.embedded.internal.apiserver.status.StatusException.Cause;
import java.util.List;

/** The refusal of new objects in a namespace that is being deleted. */
final class NamespaceTerminating {

    private NamespaceTerminating() {}

    static StatusException refusal(Target target) {
        String why = "unable to create new content in namespace %s because it is being terminated"
                .formatted(target.namespace());
        String terminated = "namespace %s is being terminated".formatted(target.namespace());
        return target.kind()
                .forbidden(target.name(), why)
                .because(List.of(new Cause("NamespaceTerminating", terminated, "metadata.namespace")));
    }
}
