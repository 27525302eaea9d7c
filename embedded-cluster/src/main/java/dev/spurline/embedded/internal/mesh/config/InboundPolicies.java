// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.spurline.embedded.internal.client.Selectors;
import dev.spurline.embedded.internal.mesh.routing.LinkerdRoutes;
import dev.spurline.embedded.internal.mesh.routing.MeshRoute;
import dev.spurline.embedded.internal.mesh.routing.RequestHead;
import io.fabric8.kubernetes.api.model.LabelSelector;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Linkerd's policies about what pods are asked for: who may send a request to a port with a Server.
 *
 * <p>Source: inbound_server, client_authzs and route_client_authzs in {@code policy-controller/k8s/index/src/inbound/index.rs}
 * of linkerd2; authorize in {@code linkerd/app/inbound/src/policy/http.rs} of linkerd2-proxy.
 *
 * @param servers the Servers
 * @param authorizations AuthorizationPolicies
 * @param serverAuthorizations ServerAuthorizations
 * @param authentications MeshTLSAuthentications and NetworkAuthentications
 * @param routes those whose parent is a Server
 */
public record InboundPolicies(
        List<InboundServer> servers,
        List<JsonNode> authorizations,
        List<JsonNode> serverAuthorizations,
        List<JsonNode> authentications,
        List<MeshRoute> routes) {

    /** No policy at all. */
    public static final InboundPolicies NONE =
            new InboundPolicies(List.of(), List.of(), List.of(), List.of(), List.of());

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SERVER = "policy.linkerd.io/Server";

    /** Copies the lists. */
    public InboundPolicies {
        servers = List.copyOf(servers);
        authorizations = List.copyOf(authorizations);
        serverAuthorizations = List.copyOf(serverAuthorizations);
        authentications = List.copyOf(authentications);
        routes = List.copyOf(routes);
    }

    /** What the proxy of a pod says to a request. */
    public enum InboundVerdict {
        /** Comes in. */
        ALLOWED,
        /** Nobody authorizes it. */
        UNAUTHORIZED,
        /** No route of the Server is for it. */
        NO_ROUTE
    }

    /** Judges a request to a pod that has a proxy. */
    public InboundVerdict judge(PodEndpoint endpoint, InboundClient client, RequestHead request) {
        return servers.stream()
                .filter(server -> server.isFor(endpoint))
                .findFirst()
                .map(server -> judge(server, client, request))
                .orElse(InboundVerdict.ALLOWED);
    }

    /** Says whether a route is about what pods are asked for. */
    static boolean isInbound(MeshRoute route) {
        return route.parents().stream().anyMatch(parent -> parent.kind().equals(SERVER));
    }

    private InboundVerdict judge(InboundServer server, InboundClient client, RequestHead request) {
        List<MeshRoute> own = routes.stream()
                .filter(route -> route.namespace().equals(server.namespace()))
                .filter(route -> route.parents().stream()
                        .anyMatch(parent ->
                                parent.kind().equals(SERVER) && parent.name().equals(server.name())))
                .toList();
        Optional<MeshRoute> route = LinkerdRoutes.best(own, request);
        if (!own.isEmpty() && route.isEmpty()) {
            return InboundVerdict.NO_ROUTE;
        }
        boolean allowed = isOpenTo(server, client)
                || serverAuthorizations.stream().anyMatch(rule -> isAbout(rule, server) && lets(rule, client))
                || targets(server, route).anyMatch(rule -> authenticates(rule, client));
        return allowed ? InboundVerdict.ALLOWED : InboundVerdict.UNAUTHORIZED;
    }

    private static boolean isOpenTo(InboundServer server, InboundClient client) {
        return switch (server.accessPolicy()) {
            case "all-unauthenticated", "cluster-unauthenticated", "audit" -> true;
            case "all-authenticated", "cluster-authenticated" -> client.isIdentity("*");
            default -> false;
        };
    }

    private static boolean isAbout(JsonNode rule, InboundServer server) {
        JsonNode chosen = rule.at("/spec/server");
        return namespace(rule).equals(server.namespace())
                && (chosen.has("name")
                        ? chosen.path("name").asText().equals(server.name())
                        : Selectors.selects(
                                JSON.convertValue(chosen.path("selector"), LabelSelector.class), server.labels()));
    }

    private static boolean lets(JsonNode rule, InboundClient client) {
        JsonNode chosen = rule.at("/spec/client");
        JsonNode tls = chosen.path("meshTLS");
        boolean known = chosen.path("unauthenticated").asBoolean()
                || (tls.path("unauthenticatedTLS").asBoolean() && client.isIdentity("*"))
                || all(tls.path("identities")).anyMatch(identity -> client.isIdentity(identity.asText()))
                || all(tls.path("serviceAccounts"))
                        .anyMatch(account -> client.isServiceAccount(
                                account.path("namespace").asText(namespace(rule)),
                                account.path("name").asText()));
        return known && client.isIn(chosen.path("networks"));
    }

    private Stream<JsonNode> targets(InboundServer server, Optional<MeshRoute> route) {
        return authorizations.stream()
                .filter(rule -> namespace(rule).equals(server.namespace()))
                .filter(rule -> {
                    JsonNode target = rule.at("/spec/targetRef");
                    String name = target.path("name").asText();
                    return switch (target.path("kind").asText()) {
                        case "Server" -> name.equals(server.name());
                        case "Namespace" -> true;
                        case "HTTPRoute", "GRPCRoute" ->
                            route.filter(found -> found.name().equals(name)).isPresent();
                        default -> false;
                    };
                });
    }

    private boolean authenticates(JsonNode rule, InboundClient client) {
        return all(rule.at("/spec/requiredAuthenticationRefs"))
                .allMatch(reference -> holds(reference, namespace(rule), client));
    }

    private boolean holds(JsonNode reference, String namespace, InboundClient client) {
        String kind = reference.path("kind").asText();
        String home = reference.path("namespace").asText(namespace);
        if (kind.equals("ServiceAccount")) {
            return client.isServiceAccount(home, reference.path("name").asText());
        }
        return authentications.stream()
                .filter(found -> found.path("kind").asText().equals(kind)
                        && namespace(found).equals(home)
                        && found.at("/metadata/name").equals(reference.path("name")))
                .anyMatch(found -> kind.equals("NetworkAuthentication")
                        ? client.isIn(found.at("/spec/networks"))
                        : isOneOf(found, client));
    }

    private static boolean isOneOf(JsonNode authentication, InboundClient client) {
        return all(authentication.at("/spec/identities")).anyMatch(identity -> client.isIdentity(identity.asText()))
                || all(authentication.at("/spec/identityRefs"))
                        .anyMatch(reference -> isOf(reference, namespace(authentication), client));
    }

    private static boolean isOf(JsonNode reference, String namespace, InboundClient client) {
        return reference.path("kind").asText().equals("Namespace")
                ? client.isOf(reference.path("name").asText(namespace))
                : client.isServiceAccount(
                        reference.path("namespace").asText(namespace),
                        reference.path("name").asText());
    }

    private static Stream<JsonNode> all(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }

    private static String namespace(JsonNode object) {
        return object.at("/metadata/namespace").asText();
    }
}
