/*
 * Copyright 2026 the Spurline authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package dev.spurline.internal.undo;

import dev.spurline.internal.connect.ServerClock;
import dev.spurline.internal.plan.Labels;
import dev.spurline.internal.survey.Survey;
import dev.spurline.internal.work.Workers;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes what earlier runs left: objects with our label whose owner is no more. Normally the cluster has done so. */
public final class Sweep {

    private static final Logger LOG = LoggerFactory.getLogger(Sweep.class);

    private final KubernetesClient client;
    private final Workers workers;
    private final Undo undo;
    private final ServerClock clock;
    private final Duration age;
    private final Map<String, CompletableFuture<Boolean>> begun = new ConcurrentHashMap<>();

    /**
     * Prepares a sweep.
     *
     * @param client reaches the cluster
     * @param workers sweep while others go on
     * @param undo removes
     * @param clock the cluster's time
     * @param age how old an object must be before the lack of its owner means anything
     */
    public Sweep(KubernetesClient client, Workers workers, Undo undo, ServerClock clock, Duration age) {
        this.client = client;
        this.workers = workers;
        this.undo = undo;
        this.clock = clock;
        this.age = age;
    }

    /** Starts to sweep a namespace, once, and does not wait. What fails is left to the next engine. */
    public void begin(Survey survey) {
        begun.computeIfAbsent(
                survey.namespace(),
                namespace -> workers.run(() -> run(survey)).exceptionally(failure -> {
                    LOG.debug("Namespace {} could not be swept", namespace, failure);
                    return false;
                }));
    }

    private void run(Survey survey) {
        String namespace = survey.namespace();
        List<ConfigMap> records = client.configMaps()
                .inNamespace(namespace)
                .withLabel(Labels.MANAGED_BY, Labels.MANAGER)
                .list()
                .getItems();
        List<HasMetadata> objects = candidates(survey, records);
        for (String key : new Orphans(owners(namespace, records), clock.now(), age).keys(objects)) {
            remove(namespace, key);
        }
    }

    private void remove(String namespace, String key) {
        LOG.info("Sweeping what is left of sandbox {} in namespace {}: its owner is gone", key, namespace);
        try {
            undo.orphans(namespace, key);
        } catch (KubernetesClientException e) {
            LOG.warn("Sandbox {} in namespace {} could not be swept: {}", key, namespace, e.getMessage());
        }
    }

    private Set<String> owners(String namespace, List<ConfigMap> records) {
        Stream<? extends HasMetadata> anchors = client
                .batch()
                .v1()
                .jobs()
                .inNamespace(namespace)
                .withLabel(Labels.MANAGED_BY, Labels.MANAGER)
                .list()
                .getItems()
                .stream();
        return Stream.concat(anchors, records.stream())
                .map(object -> object.getMetadata().getUid())
                .collect(Collectors.toSet());
    }

    private static List<HasMetadata> candidates(Survey survey, List<ConfigMap> records) {
        Stream<Collection<? extends HasMetadata>> labelled =
                Stream.of(records, survey.deployments(), survey.services());
        Stream<Collection<? extends HasMetadata>> routes = Undo.ROUTES.stream().map(survey::all);
        return Stream.concat(labelled, routes)
                .<HasMetadata>flatMap(Collection::stream)
                .filter(object -> survey.namespace().equals(object.getMetadata().getNamespace()))
                .filter(object -> object.getMetadata().getLabels() != null
                        && object.getMetadata().getLabels().containsKey(Labels.SANDBOX))
                .toList();
    }
}
