// SPDX-License-Identifier: Apache-2.0
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
public record HookRequest(
        String operation,
        String resource,
        String subresource,
        String namespace,
        String name,
        ObjectNode object,
        Optional<ObjectNode> old,
        String user,
        boolean dryRun) {}
