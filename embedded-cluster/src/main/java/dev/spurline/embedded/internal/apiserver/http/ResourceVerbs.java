// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.http;

import dev.spurline.embedded.internal.apiserver.kinds.ResourceKind;
import dev.spurline.embedded.internal.apiserver.kinds.ResourceKind.Trait;
import java.util.List;

/** What can be done with resources and subresources, as discovery tells it. */
final class ResourceVerbs {

    private static final List<String> ALL =
            List.of("create", "delete", "deletecollection", "get", "list", "patch", "update", "watch");
    private static final List<String> CUSTOM =
            List.of("delete", "deletecollection", "get", "list", "patch", "create", "update", "watch");

    private ResourceVerbs() {}

    static List<String> of(ResourceKind kind) {
        if (kind.has(Trait.REVIEW)) {
            return List.of("create");
        }
        if (kind.has(Trait.NO_DELETE_COLLECTION)) {
            return ALL.stream().filter(verb -> !verb.equals("deletecollection")).toList();
        }
        return kind.has(Trait.CUSTOM) ? CUSTOM : ALL;
    }

    static List<String> of(String subresource) {
        return switch (subresource) {
            case "binding", "eviction", "token" -> List.of("create");
            case "log" -> List.of("get");
            case "portforward", "exec", "attach" -> List.of("create", "get");
            case "finalize" -> List.of("update");
            case "proxy" -> List.of("create", "delete", "get", "patch", "update");
            default -> List.of("get", "patch", "update");
        };
    }
}
