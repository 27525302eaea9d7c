// SPDX-License-Identifier: Apache-2.0
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
