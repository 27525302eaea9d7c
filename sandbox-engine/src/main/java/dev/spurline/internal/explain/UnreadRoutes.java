// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.explain;

import dev.spurline.internal.survey.CustomKind;
import dev.spurline.internal.survey.Survey;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

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

    /** Returns a sentence for each kind and place. */
    static List<String> of(Survey survey) {
        Set<String> kinds = DECIDING.stream().map(CustomKind::kind).collect(Collectors.toSet());
        return survey.unread().stream()
                .filter(missing -> kinds.contains(missing.kind()))
                .map(missing -> "%ss %s cannot be read (%s): one there may decide instead"
                        .formatted(missing.kind(), where(missing), missing.reason()))
                .distinct()
                .sorted()
                .toList();
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
