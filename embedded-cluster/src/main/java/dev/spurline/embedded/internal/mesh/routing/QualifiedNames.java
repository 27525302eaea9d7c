// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.routing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.function.UnaryOperator;

/**
 * The short names of hosts and gateways in a VirtualService, which are those of its own namespace. Only a name without a dot
 * is short: {@code pricing.shop} is taken as it stands.
 *
 * <p>Source: ResolveVirtualServiceShortnames in istiod's {@code pilot/pkg/model/virtualservice.go}; ResolveShortnameToFQDN and
 * resolveGatewayName in {@code pilot/pkg/model/config.go}.
 */
record QualifiedNames(String namespace) {

    /** Returns the spec that was given, with qualified names. */
    ObjectNode in(ObjectNode spec) {
        replaceAll(spec.path("hosts"), this::host);
        replaceAll(spec.path("gateways"), this::gateway);
        spec.path("http").forEach(this::replaceIn);
        return spec;
    }

    private void replaceIn(JsonNode rule) {
        rule.path("match").forEach(match -> replaceAll(match.path("gateways"), this::gateway));
        rule.path("route").forEach(route -> replaceHost(route.path("destination")));
        replaceHost(rule.path("mirror"));
        rule.path("mirrors").forEach(mirror -> replaceHost(mirror.path("destination")));
    }

    private static void replaceAll(JsonNode list, UnaryOperator<String> change) {
        if (list instanceof ArrayNode texts) {
            for (int index = 0; index < texts.size(); index++) {
                texts.set(index, TextNode.valueOf(change.apply(texts.get(index).asText())));
            }
        }
    }

    private void replaceHost(JsonNode destination) {
        if (destination instanceof ObjectNode object && object.hasNonNull("host")) {
            object.put("host", host(object.get("host").asText()));
        }
    }

    String host(String host) {
        boolean qualified = host.isEmpty() || host.equals("*") || host.contains(".") || host.contains(":");
        return qualified ? host : host + "." + namespace + ".svc.cluster.local";
    }

    private String gateway(String name) {
        if (name.equals(RouteCaller.MESH)) {
            return name;
        }
        if (name.startsWith("./")) {
            return namespace + name.substring(1);
        }
        if (name.contains("/")) {
            return name;
        }
        String[] labels = name.split("\\.", 3);
        return labels.length == 1 ? namespace + "/" + name : labels[1] + "/" + labels[0];
    }
}
