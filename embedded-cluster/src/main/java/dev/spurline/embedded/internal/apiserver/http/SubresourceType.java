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

/** The type in which a subresource is read and written; the group is empty where it is the resource's own. */
record SubresourceType(String group, String version, String kind) {

    static SubresourceType of(ResourceKind kind, String subresource) {
        return switch (subresource) {
            case "scale" -> new SubresourceType("autoscaling", "v1", "Scale");
            case "eviction" -> new SubresourceType("policy", "v1", "Eviction");
            case "token" -> new SubresourceType("authentication.k8s.io", "v1", "TokenRequest");
            case "binding" -> own("Binding");
            case "portforward" -> own("PodPortForwardOptions");
            case "exec" -> own("PodExecOptions");
            case "attach" -> own("PodAttachOptions");
            case "proxy" -> own(kind.kind() + "ProxyOptions");
            default -> own(kind.kind());
        };
    }

    private static SubresourceType own(String kind) {
        return new SubresourceType("", "", kind);
    }
}
