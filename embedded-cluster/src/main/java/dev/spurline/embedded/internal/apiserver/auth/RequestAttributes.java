// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.auth;

import dev.spurline.embedded.internal.apiserver.status.StatusException;

/**
 * What somebody wants to do.
 *
 * @param user who
 * @param verb such as {@code list}
 * @param group the API group; empty for the core
 * @param resource such as {@code pods}; empty if it is about a path
 * @param subresource such as {@code log}; empty for the object itself
 * @param namespace empty for the whole cluster
 * @param name empty for a collection
 * @param path the path, if it is not one of a resource
 */
public record RequestAttributes(
        User user,
        String verb,
        String group,
        String resource,
        String subresource,
        String namespace,
        String name,
        String path) {

    /** Describes a request for a path that is not one of a resource. */
    public static RequestAttributes path(User user, String verb, String path) {
        return new RequestAttributes(user, verb, "", "", "", "", "", path);
    }

    boolean isPath() {
        return resource.isEmpty();
    }

    /** Returns the resource with its subresource, as rules name it. */
    public String ruleResource() {
        return subresource.isEmpty() ? resource : resource + "/" + subresource;
    }

    /** Returns the refusal. */
    public StatusException refusal() {
        if (isPath()) {
            String why = "forbidden: User \"%s\" cannot %s path \"%s\"".formatted(user.name(), verb, path);
            return new StatusException(403, "Forbidden", why).about("", "", "");
        }
        String qualified = group.isEmpty() ? resource : resource + "." + group;
        String what = name.isEmpty() ? qualified : "%s \"%s\"".formatted(qualified, name);
        String where = namespace.isEmpty() ? "at the cluster scope" : "in the namespace \"%s\"".formatted(namespace);
        String why = "%s is forbidden: User \"%s\" cannot %s resource \"%s\" in API group \"%s\" %s"
                .formatted(what, user.name(), verb, ruleResource(), group, where);
        return new StatusException(403, "Forbidden", why).about(name, group, resource);
    }
}
