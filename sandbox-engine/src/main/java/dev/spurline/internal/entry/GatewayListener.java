// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.entry;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spurline.internal.text.JsonTrees;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A port that a Gateway opens: a listener of the Gateway API, or a server of Istio's.
 *
 * @param name its name, which may be empty
 * @param port the port of the Gateway, which its pods may open under another number
 * @param protocol what is spoken there
 * @param hosts the hosts that it is for
 */
record GatewayListener(String name, int port, Protocol protocol, List<ListenerHost> hosts) {

    private static final String ANY = "*";

    /**
     * A host, and whose routes may be for it there.
     *
     * @param namespace the namespace of these routes; {@code *} for any
     * @param name a name in lower case, or a wildcard
     */
    record ListenerHost(String namespace, String name) {

        boolean isFor(String route) {
            return namespace.equals(ANY) || namespace.equals(route);
        }
    }

    /** What a Gateway speaks at a port. */
    enum Protocol {
        HTTP("takes HTTP"),
        HTTPS("takes HTTPS"),
        CLIENT_CERTIFICATE("asks for a client certificate"),
        REDIRECT("sends everybody to HTTPS"),
        OTHER("takes no HTTP, or does not end TLS itself");

        private final String sentence;

        Protocol(String sentence) {
            this.sentence = sentence;
        }
    }

    private static final Set<String> PLAIN = Set.of("HTTP", "HTTP2", "GRPC", "GRPC-WEB");

    /** Copies the list. */
    GatewayListener {
        hosts = List.copyOf(hosts);
    }

    /** Returns those of a Gateway of the Gateway API. */
    static List<GatewayListener> ofGatewayApi(GenericKubernetesResource gateway) {
        List<GatewayListener> listeners = new ArrayList<>();
        for (JsonNode listener : JsonTrees.tree(gateway).at("/spec/listeners")) {
            listeners.add(new GatewayListener(
                    listener.path("name").asText(),
                    listener.path("port").asInt(),
                    protocol(listener),
                    hosts(listener, gateway.getMetadata().getNamespace())));
        }
        return listeners;
    }

    /** Which labels namespaces have is not read: where they decide, the status of a route says whether it is taken. */
    private static List<ListenerHost> hosts(JsonNode listener, String home) {
        String host = listener.path("hostname").asText(ANY).toLowerCase(Locale.ROOT);
        return switch (listener.at("/allowedRoutes/namespaces/from").asText("Same")) {
            case "Same" -> List.of(new ListenerHost(home, host));
            case "None" -> List.of();
            default -> List.of(new ListenerHost(ANY, host));
        };
    }

    private static Protocol protocol(JsonNode listener) {
        if (listener.at("/tls/frontendValidation").isObject()) {
            return Protocol.CLIENT_CERTIFICATE;
        }
        boolean terminated = listener.at("/tls/mode").asText("Terminate").equals("Terminate");
        return switch (listener.path("protocol").asText()) {
            case "HTTP" -> Protocol.HTTP;
            case "HTTPS" -> terminated ? Protocol.HTTPS : Protocol.OTHER;
            default -> Protocol.OTHER;
        };
    }

    /** Returns those of a Gateway of Istio. */
    static List<GatewayListener> ofIstio(GenericKubernetesResource gateway) {
        List<GatewayListener> listeners = new ArrayList<>();
        for (JsonNode server : JsonTrees.tree(gateway).at("/spec/servers")) {
            List<ListenerHost> hosts = new ArrayList<>();
            server.path("hosts")
                    .forEach(host ->
                            hosts.add(host(host.asText(), gateway.getMetadata().getNamespace())));
            listeners.add(new GatewayListener(
                    server.at("/port/name").asText(), server.at("/port/number").asInt(), server(server), hosts));
        }
        return listeners;
    }

    /** A host may begin with the namespace of the VirtualServices that it is for; a dot is the Gateway's (gateway.proto of Istio). */
    private static ListenerHost host(String text, String home) {
        int slash = text.indexOf('/');
        String namespace = slash < 0 ? ANY : text.substring(0, slash);
        return new ListenerHost(
                namespace.equals(".") ? home : namespace,
                text.substring(slash + 1).toLowerCase(Locale.ROOT));
    }

    private static Protocol server(JsonNode server) {
        String protocol = server.at("/port/protocol").asText().toUpperCase(Locale.ROOT);
        if (PLAIN.contains(protocol)) {
            return server.at("/tls/httpsRedirect").asBoolean() ? Protocol.REDIRECT : Protocol.HTTP;
        }
        if (!protocol.equals("HTTPS")) {
            return Protocol.OTHER;
        }
        return switch (server.at("/tls/mode").asText()) {
            case "SIMPLE", "OPTIONAL_MUTUAL" -> Protocol.HTTPS;
            case "MUTUAL", "ISTIO_MUTUAL" -> Protocol.CLIENT_CERTIFICATE;
            default -> Protocol.OTHER;
        };
    }

    /** Returns the hosts for which it takes routes of a namespace: names in lower case, and wildcards. */
    List<String> hosts(String namespace) {
        return hosts.stream()
                .filter(host -> host.isFor(namespace))
                .map(ListenerHost::name)
                .toList();
    }

    /** Returns whether requests can go in there. */
    boolean isOpen() {
        return protocol == Protocol.HTTP || protocol == Protocol.HTTPS;
    }

    /** Returns what it is, as in messages. */
    @Override
    public String toString() {
        return "%s at port %d %s".formatted(name.isEmpty() ? "the one" : name, port, protocol.sentence);
    }
}
