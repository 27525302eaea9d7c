// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.kubeconfig;

import dev.spurline.PreflightException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
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
 * @param login whom it lets in, if it asks
 * @param source where it is named, for messages
 */
public record ProxyAddress(boolean socks, String host, int port, Optional<Login> login, String source) {

    /**
     * Who may use a proxy.
     *
     * @param user a name
     * @param password its password, perhaps empty
     */
    public record Login(String user, String password) {

        @Override
        public String toString() {
            return user;
        }
    }

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
                login(uri),
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

    /** As Go reads it: the user ends at the first colon, and a password that is missing is an empty one. */
    private static Optional<Login> login(URI uri) {
        return Optional.ofNullable(uri.getRawUserInfo()).map(raw -> {
            int colon = raw.indexOf(':');
            return colon < 0
                    ? new Login(decoded(raw), "")
                    : new Login(decoded(raw.substring(0, colon)), decoded(raw.substring(colon + 1)));
        });
    }

    private static String decoded(String raw) {
        // A plus is a plus outside of queries.
        return URLDecoder.decode(raw.replace("+", "%2B"), StandardCharsets.UTF_8);
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
