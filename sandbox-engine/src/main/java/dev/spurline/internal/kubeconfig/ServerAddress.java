// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.kubeconfig;

import dev.spurline.PreflightException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/**
 * Where a server is, and the name that its certificate must have.
 *
 * @param uri its address; it may have a path, as behind Rancher
 * @param certificateName the name in its certificate; empty if it is the host of the address
 */
public record ServerAddress(URI uri, Optional<String> certificateName) {

    static ServerAddress of(KubeconfigEntry cluster) {
        String server = cluster.required("it", "server");
        return new ServerAddress(uri(cluster, server.strip()), cluster.text("tls-server-name"));
    }

    /** Without a scheme it is HTTPS where TLS is spoken of, as in client-go's {@code rest.DefaultServerURL}. */
    private static URI uri(KubeconfigEntry cluster, String server) {
        boolean tls = cluster.flag("insecure-skip-tls-verify")
                || cluster.text("certificate-authority").isPresent()
                || cluster.text("certificate-authority-data").isPresent();
        String full = server.contains("://") ? server : (tls ? "https://" : "http://") + server;
        try {
            URI uri = new URI(full);
            if (uri.getHost() != null && (full.startsWith("https://") || full.startsWith("http://"))) {
                return uri;
            }
            throw unusable(cluster, server);
        } catch (URISyntaxException e) {
            throw unusable(cluster, server);
        }
    }

    private static PreflightException unusable(KubeconfigEntry cluster, String server) {
        return cluster.wrong(
                "[server] is [%s]: it must be an address such as https://kube.example.com:6443".formatted(server));
    }

    /** Returns host and port. */
    public String authority() {
        int port = uri.getPort() >= 0 ? uri.getPort() : secure() ? 443 : 80;
        return "%s:%d".formatted(uri.getHost(), port);
    }

    /** Returns whether it is reached over TLS. */
    public boolean secure() {
        return "https".equals(uri.getScheme());
    }
}
