// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.kubeconfig;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Base64;
import java.util.Optional;
import java.util.stream.Stream;

/** What a plugin is told in {@code KUBERNETES_EXEC_INFO}. */
final class ExecInfo {

    /** Holds what a plugin shall be told of its cluster. */
    private static final String EXTENSION = "client.authentication.k8s.io/exec";

    private ExecInfo() {}

    /**
     * Returns the JSON.
     *
     * @param version the version of the plugin's interface
     * @param cluster the cluster, if the plugin shall know it
     */
    static String of(String version, Optional<KubeconfigEntry> cluster) {
        ObjectNode info = JsonNodeFactory.instance.objectNode();
        info.put("kind", "ExecCredential").put("apiVersion", version);
        ObjectNode spec = info.putObject("spec");
        cluster.ifPresent(known -> describe(known, spec.putObject("cluster")));
        spec.put("interactive", false);
        return info.toString();
    }

    private static void describe(KubeconfigEntry cluster, ObjectNode info) {
        info.put("server", ServerAddress.of(cluster).uri().toString());
        Stream.of("tls-server-name", "proxy-url")
                .forEach(field -> cluster.text(field).ifPresent(text -> info.put(field, text)));
        Stream.of("insecure-skip-tls-verify", "disable-compression")
                .filter(cluster::flag)
                .forEach(field -> info.put(field, true));
        cluster.bytes("certificate-authority")
                .ifPresent(pem -> info.put(
                        "certificate-authority-data", Base64.getEncoder().encodeToString(pem)));
        cluster.parts("extensions").stream()
                .filter(extension ->
                        extension.text("name").filter(EXTENSION::equals).isPresent())
                .findFirst()
                .ifPresent(extension -> info.set("config", extension.fields().path("extension")));
    }
}
