// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.report;

import dev.spurline.RoutingKey;
import dev.spurline.cluster.internal.text.NearestName;
import dev.spurline.internal.plan.SandboxPlan;
import dev.spurline.internal.preflight.LivingSandboxes;
import dev.spurline.internal.preflight.PermissionCheck;
import dev.spurline.internal.preflight.Preflight;
import dev.spurline.internal.settings.Guards;
import dev.spurline.internal.settings.NamespaceName;
import dev.spurline.internal.watch.ClusterAccess;
import dev.spurline.internal.work.RetryPolicy;
import io.fabric8.kubernetes.api.model.Namespace;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Tells of a namespace whether it is there, whether guards allow it, what this user may do there, and how many sandboxes live. */
final class NamespaceCheck {

    private static final String SUBJECT = "Namespace";

    private final ClusterAccess cluster;
    private final Guards guards;
    private final PermissionCheck permissions;
    private final String namespace;
    private final boolean shared;

    /**
     * Prepares to look.
     *
     * @param shared whether engines of a run share the sandboxes
     */
    NamespaceCheck(ReportSources sources, String namespace, boolean shared) {
        this.cluster = sources.cluster();
        this.guards = sources.guards();
        this.permissions = sources.permissions();
        this.namespace = namespace;
        this.shared = shared;
    }

    /** Returns whether it makes sense to read on; if not, the draft says why. */
    boolean exists(ReportDraft draft) {
        draft.found(SUBJECT, "Namespace [%s]".formatted(namespace));
        if (!draft.passes(() -> NamespaceName.checked(namespace))) {
            return false;
        }
        draft.passes(() -> guards.checkNamespace(namespace));
        Optional<String> absent = draft.attempt(this::absent).flatMap(found -> found);
        absent.ifPresent(draft::wrong);
        return absent.isEmpty();
    }

    /** Returns whether what is there can be planned of; if not, the draft says which rights are missing. */
    boolean readable(ReportDraft draft) {
        Optional<String> missing = permissions.missing(namespace, List.of(), shared);
        if (listed()) {
            return true;
        }
        missing.ifPresent(draft::wrong);
        return missing.isEmpty();
    }

    /** Without these lists nothing can be planned. */
    private boolean listed() {
        return permissions.granted("list", "apps", "deployments", namespace)
                && permissions.granted("list", "", "services", namespace)
                && permissions.granted("list", "", "pods", namespace);
    }

    /** Not everybody may ask. */
    private Optional<String> absent() {
        if (!permissions.granted("get", "", "namespaces", namespace)
                || RetryPolicy.whole(
                                "GET namespaces",
                                () -> cluster.client()
                                        .namespaces()
                                        .withName(namespace)
                                        .get())
                        != null) {
            return Optional.empty();
        }
        return Optional.of("Namespace [%s] does not exist in this cluster%s".formatted(namespace, nearest()));
    }

    private String nearest() {
        if (!permissions.granted("list", "", "namespaces", "")) {
            return ": is it the right context?";
        }
        List<String> names = RetryPolicy.whole(
                "LIST namespaces",
                () -> cluster.client().namespaces().list().getItems().stream()
                        .map(Namespace::getMetadata)
                        .map(metadata -> metadata.getName())
                        .toList());
        return NearestName.to(namespace, names)
                .map(": did you mean [%s]?"::formatted)
                .orElse(": there are [%s]; is it the right context?"
                        .formatted(String.join(", ", NearestName.ranked(namespace, names, 10))));
    }

    /** Tells which rights plans need. */
    void tellRights(ReportDraft draft, List<SandboxPlan> plans) {
        Optional<String> missing = permissions.missing(namespace, plans, shared);
        missing.ifPresent(draft::wrong);
        if (missing.isEmpty()) {
            draft.found(SUBJECT, "All permissions that these sandboxes need are granted");
        }
    }

    /**
     * Tells whether one more sandbox may live.
     *
     * @param keys those that no sandbox there may have
     */
    void count(ReportDraft draft, Set<RoutingKey> keys) {
        if (permissions.granted("list", "", "configmaps", namespace)
                && permissions.granted("list", "batch", "jobs", namespace)) {
            draft.attempt(() -> new LivingSandboxes(cluster.client(), cluster.workers()).in(namespace))
                    .ifPresent(living -> {
                        keys.forEach(key -> draft.passes(() -> Preflight.refuseUsedKey(namespace, key, living)));
                        tell(living.size(), draft);
                    });
        }
    }

    private void tell(int living, ReportDraft draft) {
        draft.found(SUBJECT, "Sandboxes that live there: %s".formatted(guards.ofSandboxes(living)));
        draft.passes(() -> guards.checkSandboxes(namespace, living));
    }
}
