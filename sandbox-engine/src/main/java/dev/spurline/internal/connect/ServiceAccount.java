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
