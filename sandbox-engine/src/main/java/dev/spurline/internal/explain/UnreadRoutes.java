// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.explain;

import dev.spurline.internal.routing.MeshDefaults;
import dev.spurline.internal.routing.Visibility;
import dev.spurline.internal.survey.CustomKind;
import dev.spurline.internal.survey.IstioDefaults;
import dev.spurline.internal.survey.Survey;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Tells which objects may decide about requests, too, and were not read. */
final class UnreadRoutes {

    private static final Set<CustomKind> DECIDING = Set.of(
            CustomKind.HTTP_ROUTE,
            CustomKind.GRPC_ROUTE,
            CustomKind.LINKERD_HTTP_ROUTE,
            CustomKind.VIRTUAL_SERVICE,
            CustomKind.SERVICE_PROFILE,
            CustomKind.SIDECAR,
            CustomKind.DESTINATION_RULE);

    private UnreadRoutes() {}

    /**
     * Returns a sentence for each kind and place, and for what the mesh takes for granted.
     *
     * @param atGateway whether the request is one at a gateway
     */
    static List<String> of(Survey survey, boolean atGateway) {
        Set<String> kinds = Stream.concat(
                        DECIDING.stream(), atGateway ? Stream.of(CustomKind.ISTIO_GATEWAY) : Stream.of())
                .map(CustomKind::kind)
                .collect(Collectors.toSet());
        Stream<String> unread = survey.unread().stream()
                .filter(missing -> kinds.contains(missing.kind()))
                .map(missing -> "%ss %s cannot be read (%s): one there may decide instead"
                        .formatted(missing.kind(), where(missing), missing.reason()))
                .distinct()
                .sorted();
        return Stream.concat(unread, defaults(survey)).toList();
    }

    /** What objects leave to the mesh is of no account if there are none. */
    private static Stream<String> defaults(Survey survey) {
        MeshDefaults defaults = MeshDefaults.of(survey);
        Optional<String> exportTo = defaults.unknown()
                .filter(reason ->
                        survey.all(CustomKind.VIRTUAL_SERVICE).stream().anyMatch(Visibility::isUsual))
                .map(reason -> "%s: VirtualServices without exportTo are taken for ones for %s"
                        .formatted(reason, MeshDefaults.exportTo(survey)));
        Optional<String> root = defaults.unknownRoot()
                .filter(reason -> !survey.all(CustomKind.DESTINATION_RULE).isEmpty())
                .map(reason -> "Istio's root namespace is not known (%s): DestinationRules of [%s] are taken for its"
                        .formatted(reason, IstioDefaults.SYSTEM_NAMESPACE));
        return Stream.of(exportTo, root).flatMap(Optional::stream);
    }

    private static String where(Survey.Unread missing) {
        if (missing.elsewhere()) {
            return "of other namespaces";
        }
        return missing.namespace().equals("*")
                ? "of all namespaces"
                : "of namespace [%s]".formatted(missing.namespace());
    }
}
