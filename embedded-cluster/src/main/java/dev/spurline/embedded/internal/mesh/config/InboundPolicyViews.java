// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.config;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spurline.embedded.internal.mesh.routing.MeshRoute;
import dev.spurline.embedded.internal.mesh.routing.RouteKind;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** What the API has of Linkerd's policies about what pods are asked for. Belongs to one thread. */
final class InboundPolicyViews {

    private static final String SERVER = "Server.policy.linkerd.io";
    private static final String AUTHORIZATION = "AuthorizationPolicy.policy.linkerd.io";
    private static final String SERVER_AUTHORIZATION = "ServerAuthorization.policy.linkerd.io";
    private static final String MESH_TLS = "MeshTLSAuthentication.policy.linkerd.io";
    private static final String NETWORK = "NetworkAuthentication.policy.linkerd.io";

    /** The kinds that are read, each {@code Kind.group}. */
    static final List<String> KINDS = List.of(SERVER, AUTHORIZATION, SERVER_AUTHORIZATION, MESH_TLS, NETWORK);

    private final ReadObjects<JsonNode> servers = new ReadObjects<>(object -> object);
    private final ReadObjects<JsonNode> authorizations = new ReadObjects<>(object -> object);
    private final ReadObjects<JsonNode> serverAuthorizations = new ReadObjects<>(object -> object);
    private final ReadObjects<JsonNode> authentications = new ReadObjects<>(object -> object);
    private final ReadObjects<MeshRoute> routes = new ReadObjects<>(RouteKind::read);

    /** Reads them in one state; without a Server none of them decides anything. */
    InboundPolicies read(
            DefinedKinds defined, Collection<GenericKubernetesResource> routeObjects, Collection<Pod> pods) {
        List<JsonNode> read = servers.read(defined.objects(SERVER));
        if (read.isEmpty()) {
            return InboundPolicies.NONE;
        }
        return new InboundPolicies(
                read.stream().map(server -> InboundServer.read(server, pods)).toList(),
                authorizations.read(defined.objects(AUTHORIZATION)),
                serverAuthorizations.read(defined.objects(SERVER_AUTHORIZATION)),
                authentications.read(Stream.of(MESH_TLS, NETWORK)
                        .flatMap(kind -> defined.objects(kind).stream())
                        .toList()),
                routes.read(routeObjects).stream()
                        .filter(InboundPolicies::isInbound)
                        .toList());
    }
}
