// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.kubeconfig;

import dev.spurline.PreflightException;
import dev.spurline.Settings;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The proxy that the environment names: {@code HTTPS_PROXY}, {@code HTTP_PROXY} and {@code NO_PROXY}, each also in lower
 * case, which is weaker. The rules are those of Go's {@code golang.org/x/net/http/httpproxy}, and so kubectl's.
 */
final class ProxyEnvironment {

    private final Settings settings;

    ProxyEnvironment(Settings settings) {
        this.settings = settings;
    }

    /**
     * Returns the proxy for a server; the own machine is never reached through one.
     *
     * @throws PreflightException if it is of a kind that cannot be used
     */
    Optional<ProxyAddress> proxy(URI server) {
        boolean secure = "https".equals(server.getScheme());
        int port = server.getPort() >= 0 ? server.getPort() : secure ? 443 : 80;
        return value(secure ? "HTTPS_PROXY" : "HTTP_PROXY")
                .filter(proxy -> !exempt(server.getHost(), port))
                .map(ProxyEnvironment::address);
    }

    private boolean exempt(String host, int port) {
        return NoProxyRules.ownMachine(host)
                || new NoProxyRules(value("NO_PROXY").map(Settings.Value::text).orElse("")).cover(host, port);
    }

    private Optional<Settings.Value> value(String name) {
        return Stream.of(name, name.toLowerCase(Locale.ROOT))
                .flatMap(any -> settings.find(any).stream())
                .filter(value -> !value.text().isBlank())
                .findFirst();
    }

    /** A proxy without scheme speaks HTTP. */
    private static ProxyAddress address(Settings.Value value) {
        String text = value.text().strip();
        return ProxyAddress.parse(
                text.contains("://") ? text : "http://" + text,
                value.source(),
                what -> new PreflightException("%s: %s".formatted(value.source(), what)));
    }
}
