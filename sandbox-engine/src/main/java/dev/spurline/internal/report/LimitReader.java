// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.report;

import dev.spurline.internal.watch.ClusterAccess;
import dev.spurline.internal.work.RetryPolicy;
import java.util.List;
import java.util.Optional;

/** Reads the quotas and LimitRanges of a namespace, which no sandbox needs and a report likes to know. */
final class LimitReader {

    private static final String SUBJECT = "Quotas and limits";

    private final ClusterAccess cluster;
    private final String namespace;

    LimitReader(ClusterAccess cluster, String namespace) {
        this.cluster = cluster;
        this.namespace = namespace;
    }

    /** Returns what limits pods there, and tells of it; nothing if it may not be read. */
    Optional<NamespaceLimits> read(ReportDraft draft) {
        if (!listed("resourcequotas") || !listed("limitranges")) {
            draft.found(
                    SUBJECT,
                    "Not known: there is no permission to read them. What grants it:\n- {apiGroups: [\"\"], resources: [\"limitranges\", \"resourcequotas\"], verbs: [\"list\"]}");
            return Optional.empty();
        }
        Optional<NamespaceLimits> limits = draft.attempt(this::limits);
        limits.map(NamespaceLimits::facts).orElse(List.of()).forEach(fact -> draft.found(SUBJECT, fact));
        return limits;
    }

    private boolean listed(String resource) {
        return cluster.permit().granted("list", "", resource, namespace);
    }

    private NamespaceLimits limits() {
        return new NamespaceLimits(
                RetryPolicy.whole(
                        "LIST resourcequotas",
                        () -> cluster.client()
                                .resourceQuotas()
                                .inNamespace(namespace)
                                .list()
                                .getItems()),
                RetryPolicy.whole(
                        "LIST limitranges",
                        () -> cluster.client()
                                .limitRanges()
                                .inNamespace(namespace)
                                .list()
                                .getItems()));
    }
}
