// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.kubeconfig;

import dev.spurline.PreflightException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A proxy on the way to a server.
 *
 * @param socks whether it speaks SOCKS 5, or else HTTP
 * @param host its host
 * @param port its port
 * @param login user and password, separated by a colon, if it wants them
 * @param source where it is named, for messages
 */
public record ProxyAddress(boolean socks, String host, int port, Optional<String> login, String source) {

    /** As Go's HTTP client has them. */
    private static final Map<String, Integer> PORTS = Map.of("http", 80, "socks5", 1080, "socks5h", 1080);

    /**
     * Returns the proxy of a cluster, if it names one.
     *
     * @throws PreflightException if it is of a kind that cannot be used
     */
    static Optional<ProxyAddress> of(KubeconfigEntry cluster) {
        return cluster.text("proxy-url").map(text -> parse(text, "proxy-url of " + cluster.place(), cluster::wrong));
    }

    /**
     * Reads an address.
     *
     * @param text the address
     * @param source where it stands
     * @param wrong says what is wrong with it
     */
    static ProxyAddress parse(String text, String source, Function<String, PreflightException> wrong) {
        URI uri = uri(text, wrong);
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        Integer usual = PORTS.get(scheme);
        if (usual == null || uri.getHost() == null) {
            throw wrong.apply(
                    "the proxy [%s] must be an address such as http://proxy.example.com:3128 or socks5://proxy.example.com:1080%s"
                            .formatted(
                                    shown(uri),
                                    scheme.equals("https")
                                            ? "; a proxy that is itself reached over TLS is not supported"
                                            : ""));
        }
        return new ProxyAddress(
                scheme.startsWith("socks"),
                uri.getHost(),
                uri.getPort() < 0 ? usual : uri.getPort(),
                login(uri, wrong),
                source);
    }

    private static URI uri(String text, Function<String, PreflightException> wrong) {
        try {
            return new URI(text.strip());
        } catch (URISyntaxException e) {
            // Not the text: it may hold a password.
            throw wrong.apply("the address of its proxy is not valid: " + e.getReason());
        }
    }

    private static Optional<String> login(URI uri, Function<String, PreflightException> wrong) {
        String login = uri.getUserInfo();
        if (login == null) {
            return Optional.empty();
        }
        String[] parts = login.split(":", -1);
        if (parts.length != 2 || parts[0].isEmpty() || parts[1].isEmpty()) {
            throw wrong.apply(
                    "the proxy [%s] needs a user and a password, neither of them with a colon".formatted(shown(uri)));
        }
        return Optional.of(login);
    }

    /** Returns an address without user and password. */
    private static String shown(URI uri) {
        String text = uri.toString();
        return uri.getRawUserInfo() == null ? text : text.replace(uri.getRawUserInfo() + "@", "");
    }

    /** Returns where to connect. */
    public InetSocketAddress socket() {
        return InetSocketAddress.createUnresolved(host, port);
    }

    @Override
    public String toString() {
        return "%s:%d".formatted(host, port);
    }
}
