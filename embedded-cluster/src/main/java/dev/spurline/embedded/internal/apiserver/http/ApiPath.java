// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.http;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The path of a resource, taken apart.
 *
 * @param group empty for the core
 * @param version such as {@code v1}
 * @param namespace empty if the path names none
 * @param resource such as {@code pods}; empty for the root of a version
 * @param name empty for a collection
 * @param subresource empty for the object itself
 * @param rest what follows the subresource
 */
record ApiPath(
        String group, String version, String namespace, String resource, String name, String subresource, String rest) {

    /** Takes a path apart; empty if it is not one of resources. */
    static Optional<ApiPath> parse(String path) {
        List<String> parts =
                Arrays.stream(path.split("/")).filter(part -> !part.isEmpty()).toList();
        if (parts.size() >= 2 && parts.get(0).equals("api")) {
            return Optional.of(below("", parts.get(1), parts.subList(2, parts.size())));
        }
        if (parts.size() >= 3 && parts.get(0).equals("apis")) {
            return Optional.of(below(parts.get(1), parts.get(2), parts.subList(3, parts.size())));
        }
        return Optional.empty();
    }

    private static ApiPath below(String group, String version, List<String> parts) {
        boolean inNamespace = parts.size() >= 3 && parts.get(0).equals("namespaces") && !isNamespaceSubresource(parts);
        return inNamespace
                ? at(group, version, parts.get(1), parts.subList(2, parts.size()))
                : at(group, version, "", parts);
    }

    private static boolean isNamespaceSubresource(List<String> parts) {
        return parts.size() == 3
                && (parts.get(2).equals("status") || parts.get(2).equals("finalize"));
    }

    private static ApiPath at(String group, String version, String namespace, List<String> parts) {
        String rest = parts.size() > 3 ? String.join("/", parts.subList(3, parts.size())) : "";
        return new ApiPath(group, version, namespace, part(parts, 0), part(parts, 1), part(parts, 2), rest);
    }

    private static String part(List<String> parts, int index) {
        return index < parts.size() ? parts.get(index) : "";
    }
}
