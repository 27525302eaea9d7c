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
package dev.spurline.embedded.internal.apiserver.admission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * A write that is about to happen, as a webhook sees it.
 *
 * @param operation {@code CREATE}, {@code UPDATE} or {@code DELETE}
 * @param resource with its group, such as {@code deployments.apps}
 * @param subresource empty for the object itself
 * @param namespace empty for cluster-wide objects
 * @param name empty if the object has none, or is to get a generated one
 * @param object as it shall be; for a deletion as it is
 * @param old as it is; nothing for a create
 * @param user who writes
 * @param dryRun whether nothing will be persisted
 */
public record AdmissionRequest(
        String operation,
        String resource,
        String subresource,
        String namespace,
        String name,
        ObjectNode object,
        Optional<ObjectNode> old,
        String user,
        boolean dryRun) {}
