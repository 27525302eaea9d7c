// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.undo;

import dev.spurline.CleanupException;
import dev.spurline.internal.connect.ServerClock;
import dev.spurline.internal.preflight.LivingSandboxes;
import dev.spurline.internal.routing.SharedRoute;
import dev.spurline.internal.survey.CustomKind;
import dev.spurline.internal.survey.SpurlineLabels;
import dev.spurline.internal.survey.Survey;
import dev.spurline.internal.work.EngineThreads;
import dev.spurline.internal.work.ErrorMessage;
import dev.spurline.internal.work.FailureCollector;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes what earlier runs left: objects with our label whose owner is no more. Normally the cluster has done so. */
public final class OrphanSweep {

    private static final Logger LOG = LoggerFactory.getLogger(OrphanSweep.class);

    private final LivingSandboxes living;
    private final EngineThreads workers;
    private final SandboxRemoval undo;
    private final ServerClock clock;
    private final Duration age;
    private final Map<String, CompletableFuture<Boolean>> begun = new ConcurrentHashMap<>();

    /**
     * Prepares a sweep.
     *
     * @param living finds anchors and records
     * @param workers sweep while others go on
     * @param undo removes
     * @param clock the cluster's time
     * @param age how old an object must be before the lack of its owner means anything
     */
    public OrphanSweep(
            LivingSandboxes living, EngineThreads workers, SandboxRemoval undo, ServerClock clock, Duration age) {
        this.living = living;
        this.workers = workers;
        this.undo = undo;
        this.clock = clock;
        this.age = age;
    }

    /**
     * Starts to sweep the namespaces of a survey, each once, and does not wait. What fails is left to the next engine. A survey
     * without what belongs to sandboxes does not tell what is left of them.
     */
    public void begin(Survey survey) {
        if (!survey.sandboxes()) {
            return;
        }
        survey.read()
                .forEach(namespace -> begun.computeIfAbsent(
                        namespace,
                        where -> workers.run(() -> run(survey, where)).exceptionally(failure -> {
                            LOG.debug("Namespace {} could not be swept", where, failure);
                            return false;
                        })));
    }

    /**
     * Sweeps the survey's own namespace now.
     *
     * @param unanchoredAge how old a sandbox without anchor must be to be removed
     * @param own keys of this engine, which are left alone
     * @return the keys of the sandboxes of which something was left; now nothing is
     * @throws CleanupException if something could not be removed
     */
    public List<String> run(Survey survey, Duration unanchoredAge, Set<String> own) {
        FailureCollector failures = new FailureCollector();
        List<String> keys = left(survey, survey.namespace(), Optional.of(unanchoredAge)).stream()
                .filter(key -> !own.contains(key))
                .toList();
        keys.forEach(key -> failures.run(() -> remove(survey.namespace(), key)));
        failures.run(() -> removeDeadEntries(survey, survey.namespace()));
        failures.rethrow();
        return keys;
    }

    private void run(Survey survey, String namespace) {
        for (String key : left(survey, namespace, Optional.empty())) {
            try {
                remove(namespace, key);
            } catch (CleanupException e) {
                LOG.warn("{}", ErrorMessage.of(e));
            }
        }
        removeDeadEntries(survey, namespace);
    }

    /** Of those that survive in an object which others share, nothing else may be left that would have given their key. */
    private void removeDeadEntries(Survey survey, String namespace) {
        Set<String> shared = CustomKind.of(CustomKind.Role.SHARED_ROUTE).stream()
                .flatMap(kind -> survey.all(kind).stream())
                .filter(object -> namespace.equals(object.getMetadata().getNamespace()))
                .flatMap(object -> SharedRoute.of(object).stream())
                .flatMap(route -> route.keys().stream())
                .collect(Collectors.toSet());
        if (!shared.isEmpty()) {
            sweepEntries(namespace, shared);
        }
    }

    private void sweepEntries(String namespace, Set<String> shared) {
        try {
            if (!keys(living.records(namespace)).containsAll(shared)) {
                undo.removeDeadEntries(namespace);
            }
        } catch (KubernetesClientException e) {
            throw new CleanupException(
                    "What sandboxes in namespace [%s] have left in objects that they share could not be swept: %s"
                            .formatted(namespace, ErrorMessage.of(e)),
                    e);
        }
    }

    private static Set<String> keys(List<ConfigMap> records) {
        return records.stream()
                .map(record -> SpurlineLabels.on(record, SpurlineLabels.SANDBOX))
                .collect(Collectors.toSet());
    }

    private Set<String> left(Survey survey, String namespace, Optional<Duration> unanchoredAge) {
        List<ConfigMap> records = living.records(namespace);
        List<Job> jobs = living.anchors(namespace);
        return new OrphanedSandboxes(owners(jobs, records), clock.now(), age, unanchoredAge)
                .keys(candidates(survey, namespace, records, jobs));
    }

    private void remove(String namespace, String key) {
        LOG.info("Sweeping what is left of sandbox {} in namespace {}: nobody holds it", key, namespace);
        try {
            undo.removeOrphans(namespace, key, holders(namespace, key));
        } catch (KubernetesClientException e) {
            throw new CleanupException(
                    "Sandbox [%s] in namespace [%s] could not be swept: %s"
                            .formatted(key, namespace, ErrorMessage.of(e)),
                    e);
        }
    }

    /** What the other sandboxes hang on. */
    private Set<String> holders(String namespace, String key) {
        List<ConfigMap> others = living.records(namespace).stream()
                .filter(record -> !key.equals(record.getMetadata().getLabels().get(SpurlineLabels.SANDBOX)))
                .toList();
        return owners(living.anchors(namespace), others);
    }

    private static Set<String> owners(List<Job> anchors, List<ConfigMap> records) {
        return Stream.concat(anchors.stream(), records.stream())
                .map(object -> object.getMetadata().getUid())
                .collect(Collectors.toSet());
    }

    private static List<HasMetadata> candidates(
            Survey survey, String namespace, List<ConfigMap> records, List<Job> jobs) {
        Stream<Collection<? extends HasMetadata>> labelled =
                Stream.of(records, jobs, survey.deployments(), survey.services());
        Stream<Collection<? extends HasMetadata>> routes =
                CustomKind.of(CustomKind.Role.ROUTE).stream().map(survey::all);
        return Stream.concat(labelled, routes)
                .<HasMetadata>flatMap(Collection::stream)
                .filter(object -> namespace.equals(object.getMetadata().getNamespace()))
                .filter(object -> SpurlineLabels.ofSandbox(object) && !SpurlineLabels.shared(object))
                .toList();
    }
}
