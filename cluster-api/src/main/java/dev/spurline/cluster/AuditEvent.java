// SPDX-License-Identifier: Apache-2.0
package dev.spurline.cluster;

/**
 * A request that the API server of an embedded cluster has answered, as an audit log would tell it.
 *
 * @param user who asked, such as {@code system:serviceaccount:shop:spurline}
 * @param verb such as {@code list}; for a path that is none of a resource the HTTP method in lower case
 * @param group the API group; empty for the core and for paths
 * @param resource such as {@code pods}, with its subresource as in {@code pods/log}; empty for paths
 * @param namespace empty for the whole cluster
 * @param name the object's name; empty for a collection
 * @param path the path that was asked for
 * @param dryRun whether nothing was to be persisted
 * @param code the status code; that of a stream, such as a watch, is 200
 * @since 0.1
 */
public record AuditEvent(
        String user,
        String verb,
        String group,
        String resource,
        String namespace,
        String name,
        String path,
        boolean dryRun,
        int code) {}
