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

import dev.spurline.embedded.internal.apiserver.kinds.ResourceKind;
import dev.spurline.embedded.internal.apiserver.kinds.ResourceKind.Trait;
import java.util.List;

/** What can be done with resources and subresources, as discovery tells it. */
final class Verbs {

    private static final List<String> ALL =
            List.of("create", "delete", "deletecollection", "get", "list", "patch", "update", "watch");
    private static final List<String> CUSTOM =
            List.of("delete", "deletecollection", "get", "list", "patch", "create", "update", "watch");

    private Verbs() {}

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
