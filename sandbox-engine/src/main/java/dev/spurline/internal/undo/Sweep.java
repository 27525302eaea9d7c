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
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes what earlier runs left: objects with our label whose owner is no more. Normally the cluster has done so. */
public final class Sweep {

    private static final Logger LOG = LoggerFactory.getLogger("spurline");

    private final KubernetesClient client;
    private final Undo undo;
    private final ServerClock clock;
    private final Duration age;

    /**
     * Prepares a sweep.
     *
     * @param client reaches the cluster
     * @param undo removes
     * @param clock the cluster's time
     * @param age how old an object must be before the lack of its owner means anything
     */
    public Sweep(KubernetesClient client, Undo undo, ServerClock clock, Duration age) {
        this.client = client;
        this.undo = undo;
        this.clock = clock;
        this.age = age;
    }

    /** Sweeps a namespace. What fails is left to the next one. */
    public void run(String namespace) {
        Set<String> owners = owners(namespace);
        Set<String> keys = candidates(namespace)
                .filter(object -> old(object) && orphaned(object, owners))
                .map(object -> object.getMetadata().getLabels().get(Labels.SANDBOX))
                .collect(Collectors.toCollection(TreeSet::new));
        for (String key : keys) {
            LOG.info("Sweeping what is left of sandbox {} in namespace {}: its owner is gone", key, namespace);
            undo.orphans(namespace, key);
        }
    }

    private Set<String> owners(String namespace) {
        Stream<? extends HasMetadata> jobs = client
                .batch()
                .v1()
                .jobs()
                .inNamespace(namespace)
                .withLabel(Labels.MANAGED_BY, Labels.MANAGER)
                .list()
                .getItems()
                .stream();
        return Stream.concat(jobs, records(namespace).stream())
                .map(object -> object.getMetadata().getUid())
                .collect(Collectors.toSet());
    }

    private List<ConfigMap> records(String namespace) {
        return client.configMaps()
                .inNamespace(namespace)
                .withLabel(Labels.MANAGED_BY, Labels.MANAGER)
                .list()
                .getItems();
    }

    private Stream<? extends HasMetadata> candidates(String namespace) {
        List<Deployment> deployments = client.apps()
                .deployments()
                .inNamespace(namespace)
                .withLabel(Labels.MANAGED_BY, Labels.MANAGER)
                .list()
                .getItems();
        List<Service> services = client.services()
                .inNamespace(namespace)
                .withLabel(Labels.MANAGED_BY, Labels.MANAGER)
                .list()
                .getItems();
        return Stream.of(records(namespace), deployments, services)
                .flatMap(List::stream)
                .filter(object -> object.getMetadata().getLabels().containsKey(Labels.SANDBOX));
    }

    private boolean old(HasMetadata object) {
        Instant created = Instant.parse(object.getMetadata().getCreationTimestamp());
        return Duration.between(created, clock.now()).compareTo(age) > 0;
    }

    /** A record without an owner was made with spurline.anchor=none: nobody can tell whether it still lives. */
    private static boolean orphaned(HasMetadata object, Set<String> owners) {
        List<OwnerReference> references = object.getMetadata().getOwnerReferences();
        if (object instanceof ConfigMap && references.isEmpty()) {
            return false;
        }
        return references.stream().noneMatch(owner -> owners.contains(owner.getUid()));
    }
}
