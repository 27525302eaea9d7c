// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.routing;

import dev.spurline.cluster.ClusterSpec.Mesh;
import java.util.Collection;
import java.util.Optional;
import java.util.function.BiPredicate;

/** Finds what a mesh reports about a route's references. */
public final class RouteProblems {

    private RouteProblems() {}

    /**
     * Says whether Linkerd refuses an HTTPRoute because a GRPCRoute has the same parent, whatever its namespace.
     *
     * <p>Source: parent_has_conflicting_routes in {@code policy-controller/k8s/status/src/index.rs} of linkerd2.
     */
    public static boolean conflicts(MeshRoute route, ParentRef parent, Collection<MeshRoute> all) {
        return !route.kind().grpc()
                && all.stream()
                        .filter(other -> other.kind().grpc())
                        .anyMatch(other -> other.parents().stream().anyMatch(parent::isSameAs));
    }

    /**
     * Checks the backends of a route.
     *
     * @param exists whether there is a Service of a namespace and name
     * @return what is wrong, or empty if all references resolve
     */
    public static Optional<RouteProblem> of(Mesh mesh, MeshRoute route, BiPredicate<String, String> exists) {
        return mesh == Mesh.LINKERD ? linkerd(route, exists) : istio(route, exists);
    }

    /**
     * The last one counts, unless the route cannot be expressed at all.
     *
     * <p>Source: buildDestination in istiod's {@code pilot/pkg/config/kube/gateway/conversion.go}.
     */
    private static Optional<RouteProblem> istio(MeshRoute route, BiPredicate<String, String> exists) {
        return IstioActions.error(route)
                .or(() -> route.rules().stream()
                        .flatMap(rule -> rule.backends().stream())
                        .filter(backend -> backend.weight() > 0)
                        .flatMap(backend -> istio(backend, exists).stream())
                        .reduce((first, last) -> last));
    }

    private static Optional<RouteProblem> istio(BackendRef backend, BiPredicate<String, String> exists) {
        if (!backend.isService()) {
            int slash = backend.kind().lastIndexOf('/');
            return Optional.of(new RouteProblem(
                    "InvalidKind",
                    "referencing unsupported backendRef: group \"%s\" kind \"%s\""
                            .formatted(
                                    backend.kind().substring(0, slash),
                                    backend.kind().substring(slash + 1))));
        }
        return exists.test(backend.namespace(), backend.name())
                ? Optional.empty()
                : Optional.of(new RouteProblem(
                        "BackendNotFound",
                        "backend(%s) not found".formatted(backend.service().host())));
    }

    private static Optional<RouteProblem> linkerd(MeshRoute route, BiPredicate<String, String> exists) {
        return route.rules().stream()
                .flatMap(rule -> rule.backends().stream())
                .flatMap(backend -> linkerd(backend, exists).stream())
                .findFirst();
    }

    private static Optional<RouteProblem> linkerd(BackendRef backend, BiPredicate<String, String> exists) {
        if (!backend.isService()) {
            return Optional.of(new RouteProblem("InvalidKind", ""));
        }
        return exists.test(backend.namespace(), backend.name())
                ? Optional.empty()
                : Optional.of(new RouteProblem("BackendNotFound", ""));
    }
}
