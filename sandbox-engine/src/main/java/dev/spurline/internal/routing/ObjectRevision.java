// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

import dev.spurline.PreflightException;
import dev.spurline.internal.survey.IstioRevision;
import dev.spurline.internal.survey.MeshSigns;
import dev.spurline.internal.survey.Survey;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Tells which control planes of Istio read an object: with the label {@code istio.io/rev} those of that revision alone
 * (pkg/config/model.go of Istio: LabelsInRevision), else all.
 */
public final class ObjectRevision {

    /** The label that names the revision. */
    public static final String LABEL = "istio.io/rev";

    private static final Set<String> FINISHED = Set.of("Succeeded", "Failed");

    private final List<String> running;

    private ObjectRevision(Survey survey) {
        this.running = survey.pods().stream()
                .filter(pod -> MeshSigns.istioSidecar(pod) && !isFinished(pod))
                .map(pod -> IstioRevision.of(pod).name())
                .distinct()
                .sorted()
                .toList();
    }

    /** The proxy of a pod that has ended, such as that of a Job, runs no more. */
    private static boolean isFinished(Pod pod) {
        return pod.getStatus() != null
                && FINISHED.contains(String.valueOf(pod.getStatus().getPhase()));
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
     * Returns the labels of an object of ours, which the same control planes are to read as those that it derives from: to
     * callers of others it would give rules that they had not.
     *
     * @param own those of all objects of the sandbox
     * @param sources the objects of others that it derives from, all for the same revision or for all
     */
    static Map<String, String> labels(Map<String, String> own, Collection<? extends HasMetadata> sources) {
        Map<String, String> labels = new LinkedHashMap<>(own);
        sources.stream().flatMap(source -> label(source).stream()).forEach(revision -> labels.put(LABEL, revision));
        return labels;
    }

    /**
     * Checks the routes of others on a Service. Those of a revision whose proxies were not seen count, too: pods restart, and may
     * then be of that revision, and ours would stand in the place of what they are to follow.
     *
     * @throws PreflightException if some callers follow a route, and others do not
     */
    void check(Collection<AttachedRoute> routes) {
        List<AttachedRoute> labelled = routes.stream()
                .filter(route -> label(route.object()).isPresent())
                .toList();
        labelled.forEach(this::check);
        List<String> revisions = labelled.stream()
                .flatMap(route -> label(route.object()).stream())
                .distinct()
                .toList();
        if (revisions.size() > 1) {
            throw new PreflightException(
                    "%s are for different revisions %s of Istio (label %s), so that callers follow different routes: take the labels off"
                            .formatted(AttachedRoute.titles(labelled), revisions, LABEL));
        }
    }

    private void check(AttachedRoute route) {
        String revision = label(route.object()).orElseThrow();
        if (!running.isEmpty() && !running.equals(List.of(revision))) {
            throw new PreflightException(
                    "%s is for the revision [%s] of Istio alone (label %s), and proxies of revisions %s run here, which follow different routes: take the label off, or have all pods run revision [%s]"
                            .formatted(route.title(), revision, LABEL, running, revision));
        }
    }
}
