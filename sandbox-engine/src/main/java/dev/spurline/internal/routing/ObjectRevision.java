// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

import dev.spurline.PreflightException;
import dev.spurline.internal.survey.IstioRevision;
import dev.spurline.internal.survey.MeshSigns;
import dev.spurline.internal.survey.Survey;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;
import java.util.Optional;

/**
 * Tells which control planes of Istio read an object: with the label {@code istio.io/rev} those of that revision alone
 * (pkg/config/model.go of Istio: LabelsInRevision), else all.
 */
public final class ObjectRevision {

    static final String LABEL = "istio.io/rev";

    private final List<String> running;

    private ObjectRevision(Survey survey) {
        this.running = survey.pods().stream()
                .filter(MeshSigns::istioSidecar)
                .map(pod -> IstioRevision.of(pod).name())
                .distinct()
                .sorted()
                .toList();
    }

    /** Knows the revisions whose proxies were surveyed. */
    public static ObjectRevision of(Survey survey) {
        return survey.derived(ObjectRevision.class, ObjectRevision::new);
    }

    /** Returns the revision that alone reads an object; empty: all do. */
    static Optional<String> label(HasMetadata object) {
        return Optional.ofNullable(object.getMetadata().getLabels()).map(labels -> labels.get(LABEL));
    }

    /** Returns whether some proxy may follow an object; if no proxy was seen, any may. */
    public boolean isRead(HasMetadata object) {
        return running.isEmpty() || label(object).map(running::contains).orElse(true);
    }

    /**
     * Checks a route of others.
     *
     * @throws PreflightException if some callers follow it, and others do not
     */
    void check(AttachedRoute route) {
        label(route.object()).filter(revision -> running.size() > 1).ifPresent(revision -> {
            throw new PreflightException(
                    "%s is for the revision [%s] of Istio alone (label %s), and proxies of revisions %s run here, which follow different routes: take the label off, or restart the pods of the other revisions"
                            .formatted(route.title(), revision, LABEL, running));
        });
    }
}
