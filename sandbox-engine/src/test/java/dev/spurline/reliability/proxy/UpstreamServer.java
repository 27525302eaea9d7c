// SPDX-License-Identifier: Apache-2.0
package dev.spurline.reliability.proxy;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.util.Optional;
import javax.net.SocketFactory;

/**
 * The API server behind the proxy, with whatever it takes to be let in: those who come through the proxy need nothing.
 *
 * @param server its address
 * @param sockets make connections to it
 * @param token the bearer token, if that is what lets in
 */
record UpstreamServer(URI server, SocketFactory sockets, Optional<String> token) {

    static UpstreamServer of(Config config) {
        URI server = URI.create(config.getMasterUrl());
        return new UpstreamServer(
                server,
                sockets(server, config),
                Optional.ofNullable(config.getAutoOAuthToken()).or(() -> Optional.ofNullable(config.getOauthToken())));
    }

    private static SocketFactory sockets(URI server, Config config) {
        if (server.getScheme().equals("http")) {
            return SocketFactory.getDefault();
        }
        try {
            return SSLUtils.sslContext(config).getSocketFactory();
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("The cluster's certificates cannot be read", e);
        }
    }

    Socket connect() throws IOException {
        int port = server.getPort() > 0 ? server.getPort() : server.getScheme().equals("http") ? 80 : 443;
        Socket socket = sockets.createSocket(server.getHost(), port);
        socket.setTcpNoDelay(true);
        return socket;
    }

    /** Returns the head of a request as the server shall get it. */
    MessageHead addressed(MessageHead head, int length) {
        MessageHead bare = head.without("Transfer-Encoding").with("Host", server.getAuthority());
        MessageHead sized =
                length > 0 || !head.method().equals("GET") ? bare.with("Content-Length", String.valueOf(length)) : bare;
        return token.map(secret -> sized.with("Authorization", "Bearer " + secret))
                .orElse(sized);
    }
}
