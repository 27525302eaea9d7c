// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.embedded.internal.version.KubernetesVersion;

/** The version of Kubernetes that the server agrees with. */
final class ServerVersion {

    private ServerVersion() {}

    static ObjectNode json() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("major", KubernetesVersion.major())
                .put("minor", KubernetesVersion.minor())
                .put("gitVersion", KubernetesVersion.tag() + "-spurline")
                .put("gitCommit", "")
                .put("gitTreeState", "clean")
                .put("buildDate", "2026-11-21T00:00:00Z")
                .put("goVersion", "")
                .put("compiler", "javac")
                .put("platform", "linux/amd64");
    }
}
