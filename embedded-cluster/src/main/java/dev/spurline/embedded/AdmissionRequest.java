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
package dev.spurline.embedded;

/**
 * A write that is about to happen, as an admission webhook sees it.
 *
 * @param operation {@code CREATE}, {@code UPDATE} or {@code DELETE}
 * @param resource with its group, such as {@code deployments.apps}
 * @param subresource such as {@code status}; empty for the object itself
 * @param namespace empty for cluster-wide objects
 * @param name empty if the object has none, or is to get a generated one
 * @param object JSON: as it shall be; for a deletion as it is
 * @param user who writes
 * @param dryRun whether nothing will be persisted
 * @since 0.1
 */
public record AdmissionRequest(
        String operation,
        String resource,
        String subresource,
        String namespace,
        String name,
        String object,
        String user,
        boolean dryRun) {}
