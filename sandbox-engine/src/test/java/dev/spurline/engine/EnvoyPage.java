// SPDX-License-Identifier: Apache-2.0
package dev.spurline.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The configurations of docs/envoy.md, as they stand there. */
public final class EnvoyPage {

    private static final Path PAGE = Path.of("..", "docs", "envoy.md");

    private EnvoyPage() {}

    /** Returns the block of YAML behind a comment {@code <!-- name -->}. */
    static String block(String name) {
        Matcher block = Pattern.compile("<!-- " + name + " -->\\R```yaml\\R(.*?)```\\R", Pattern.DOTALL)
                .matcher(read());
        if (!block.find()) {
            throw new AssertionError("[%s] has no block [%s]".formatted(PAGE, name));
        }
        return block.group(1);
    }

    /**
     * Returns the whole configuration of a sidecar, for this machine: ports are free ones, and names are looked up where the
     * test says.
     *
     * @param service the Service that it calls
     * @param dns the port of the server that knows Services
     */
    public static String sidecar(String service, int dns) {
        return onThisMachine(block("static"), service, dns);
    }

    /** Puts into a configuration what differs between a pod and this machine. */
    static String onThisMachine(String configuration, String service, int dns) {
        String resolver =
                "typed_dns_resolver_config: {name: envoy.network.dns_resolver.cares, typed_config: {\"@type\": type.googleapis.com/envoy.extensions.network.dns_resolver.cares.v3.CaresDnsResolverConfig, resolvers: [{socket_address: {address: 127.0.0.1, port_value: %d}}]}}"
                        .formatted(dns);
        return configuration
                .replace("port_value: 9901", "port_value: 0")
                .replace("port_value: 15001", "port_value: 0")
                .replace("pricing", service)
                .replaceAll("(?m)^( +)(dns_lookup_family: V4_PREFERRED|type: STRICT_DNS)$", "$1$2\n$1" + resolver);
    }

    /** Adds to a configuration what the page says of outlier detection. */
    static String detectingOutliers(String configuration) {
        return configuration.replace(
                "  - name: spurline-forks\n    connect_timeout: 1s\n",
                "  - name: spurline-forks\n    connect_timeout: 1s\n"
                        + block("outliers").indent(4));
    }

    private static String read() {
        try {
            return Files.readString(PAGE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
