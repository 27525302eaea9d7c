// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.routing;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A Gateway of Istio: which ports some gateway pods open, and for which hosts.
 *
 * @param selector the labels of those pods
 */
public record GatewayObject(String namespace, String name, Map<String, String> selector, List<GatewayServer> servers) {

    /** The kind and its group. */
    public static final String KIND = "Gateway.networking.istio.io";

    /** Copies the collections. */
    public GatewayObject {
        selector = Map.copyOf(selector);
        servers = List.copyOf(servers);
    }

    /**
     * A port that it opens.
     *
     * @param hosts names and wildcards, before each of which a namespace may stand whose VirtualServices alone count
     * @param httpsRedirect whether it answers with a redirect to HTTPS
     */
    public record GatewayServer(int port, String protocol, List<String> hosts, boolean httpsRedirect) {

        /** Copies the list. */
        public GatewayServer {
            hosts = List.copyOf(hosts);
        }

        /** Says whether it takes HTTP without TLS, which is all that the embedded mesh opens. */
        public boolean isPlainHttp() {
            return List.of("HTTP", "HTTP2", "GRPC", "GRPC-WEB").contains(protocol);
        }

        private static GatewayServer read(JsonNode server) {
            return new GatewayServer(
                    server.path("port").path("number").asInt(),
                    server.path("port").path("protocol").asText().toUpperCase(Locale.ROOT),
                    VirtualServiceObject.texts(server.path("hosts")),
                    server.path("tls").path("httpsRedirect").asBoolean());
        }
    }

    /** Reads an object. */
    public static GatewayObject read(JsonNode object) {
        JsonNode spec = object.path("spec");
        Map<String, String> selector = new HashMap<>();
        spec.path("selector")
                .properties()
                .forEach(label -> selector.put(label.getKey(), label.getValue().asText()));
        List<GatewayServer> servers = new ArrayList<>();
        spec.path("servers").forEach(server -> servers.add(GatewayServer.read(server)));
        return new GatewayObject(
                object.path("metadata").path("namespace").asText(),
                object.path("metadata").path("name").asText(),
                selector,
                servers);
    }

    /** Returns the name by which VirtualServices name it. */
    public String key() {
        return namespace + "/" + name;
    }

    /** Says whether pods with some labels open its ports; without a selector all gateway pods do. */
    public boolean selects(Map<String, String> labels) {
        return labels.entrySet().containsAll(selector.entrySet());
    }

    /** Says whether it takes HTTP without TLS at a port. */
    public boolean opens(int port) {
        return !plainHttp(port).isEmpty();
    }

    /** Returns the servers of a port that take HTTP without TLS. */
    List<GatewayServer> plainHttp(int port) {
        return servers.stream()
                .filter(server -> server.port() == port && server.isPlainHttp())
                .toList();
    }
}
