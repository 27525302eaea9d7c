// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.connect;

import dev.spurline.PreflightException;
import dev.spurline.Settings;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a pod finds about its own cluster. */
final class ServiceAccount {

    private static final Path MOUNT = Path.of("/var/run/secrets/kubernetes.io/serviceaccount");

    private ServiceAccount() {}

    static Config config(Settings settings) {
        String host = settings.find("KUBERNETES_SERVICE_HOST")
                .map(Settings.Value::text)
                .filter(text -> Files.isRegularFile(MOUNT.resolve("token")))
                .orElseThrow(() -> new PreflightException(
                        "spurline.cluster is [in-cluster], but this JVM does not run in a pod with a service account token: "
                                + "set spurline.context=<context of your kubeconfig> instead"));
        String port = settings.find("KUBERNETES_SERVICE_PORT")
                .map(Settings.Value::text)
                .orElse("443");
        return new ConfigBuilder(Config.empty())
                .withMasterUrl("https://%s:%s/".formatted(host.contains(":") ? "[" + host + "]" : host, port))
                .withCaCertFile(MOUNT.resolve("ca.crt").toString())
                .withNamespace(read("namespace"))
                // The kubelet renews the file long before the token ends.
                .withOauthTokenProvider(() -> read("token"))
                .build();
    }

    private static String read(String file) {
        try {
            return Files.readString(MOUNT.resolve(file)).trim();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
