// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.kubeconfig;

import dev.spurline.PreflightException;
import dev.spurline.Settings;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What a pod finds about its own cluster. */
public final class ServiceAccount {

    private static final Path MOUNT = Path.of("/var/run/secrets/kubernetes.io/serviceaccount");

    private ServiceAccount() {}

    /**
     * Returns how to reach the cluster in which this JVM runs as a pod.
     *
     * @param settings hold the environment
     * @throws PreflightException if it does not run in one
     */
    public static ApiServerAccess access(Settings settings) {
        String host = settings.find("KUBERNETES_SERVICE_HOST")
                .map(Settings.Value::text)
                .filter(text -> Files.isRegularFile(MOUNT.resolve("token")))
                .orElseThrow(() -> new PreflightException(
                        "spurline.cluster is [in-cluster], but this JVM does not run in a pod with a service account token: "
                                + "set spurline.context=<context of your kubeconfig> instead"));
        String port = settings.find("KUBERNETES_SERVICE_PORT")
                .map(Settings.Value::text)
                .orElse("443");
        URI uri = URI.create("https://%s:%s/".formatted(host.contains(":") ? "[" + host + "]" : host, port));
        ServerAddress server = new ServerAddress(uri, Optional.empty());
        return new ApiServerAccess(
                server,
                ServerTrust.ofAuthority(
                        bytes("ca.crt"), server, "[%s]".formatted(MOUNT.resolve("ca.crt")), ServiceAccount::wrong),
                new ProxyEnvironment(settings).proxy(uri),
                new TokenFile(
                        MOUNT.resolve("token"),
                        ServiceAccount::wrong,
                        "service account token in file [%s]".formatted(MOUNT.resolve("token")),
                        Optional.empty()),
                UserImpersonation.NONE,
                Optional.of(new String(bytes("namespace"), StandardCharsets.UTF_8).strip()),
                "[in-cluster]");
    }

    private static PreflightException wrong(String what) {
        return new PreflightException("The service account of this pod cannot be used: " + what);
    }

    private static byte[] bytes(String name) {
        Path file = MOUNT.resolve(name);
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw wrong("file [%s] cannot be read: its pod must mount it, see automountServiceAccountToken"
                    .formatted(file));
        }
    }
}
