// SPDX-License-Identifier: Apache-2.0
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
