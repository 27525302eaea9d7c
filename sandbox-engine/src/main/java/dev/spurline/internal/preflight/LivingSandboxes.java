// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.preflight;

import dev.spurline.internal.anchor.EngineAnchors;
import dev.spurline.internal.survey.SpurlineLabels;
import dev.spurline.internal.work.EngineThreads;
import dev.spurline.internal.work.RetryPolicy;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Counts the sandboxes that live in a namespace: records whose anchor holds, and records that need none. */
public final class LivingSandboxes {

    private final KubernetesClient client;
    private final EngineThreads workers;
    private final Map<String, List<Job>> seen = new ConcurrentHashMap<>();

    /**
     * Counts through a client.
     *
     * @param client the client
     * @param workers run the two calls at once
     */
    public LivingSandboxes(KubernetesClient client, EngineThreads workers) {
        this.client = client;
        this.workers = workers;
    }

    /** Returns the records of sandboxes that live. */
    public List<ConfigMap> in(String namespace) {
        CompletableFuture<List<Job>> anchors = workers.start(() -> anchors(namespace));
        List<ConfigMap> records = records(namespace);
        List<Job> known = EngineThreads.join(anchors);
        seen.put(namespace, known);
        return living(records, known);
    }

    /**
     * Returns the records of sandboxes that live, after {@link #in} has told of them, as they were when one was written or
     * later. An API server may take a tenth of a second to tell that nothing has changed since its last write of anything, so
     * it is not asked for more than that, and anchors are listed again only if a record has one that was not there.
     *
     * @param written the record as the server made it
     */
    List<ConfigMap> again(HasMetadata written) {
        String namespace = written.getMetadata().getNamespace();
        List<ConfigMap> records = records(namespace, written.getMetadata().getResourceVersion());
        List<Job> known = seen.getOrDefault(namespace, List.of());
        Set<String> uids = uids(known.stream());
        return living(
                records,
                records.stream().flatMap(LivingSandboxes::owners).allMatch(uids::contains)
                        ? known
                        : anchors(namespace));
    }

    /** kubernetes.io/docs/reference/using-api/api-concepts/#semantics-for-get-and-list: NotOlderThan. */
    private List<ConfigMap> records(String namespace, String version) {
        ListOptions options = new ListOptionsBuilder()
                .withLabelSelector(SpurlineLabels.MANAGED_BY + "=" + SpurlineLabels.MANAGER)
                .withResourceVersion(version)
                .withResourceVersionMatch("NotOlderThan")
                .build();
        return RetryPolicy.whole(
                "LIST configmaps",
                () -> client.configMaps().inNamespace(namespace).list(options).getItems());
    }

    private static List<ConfigMap> living(List<ConfigMap> records, List<Job> anchors) {
        Set<String> holding = uids(anchors.stream().filter(EngineAnchors::holds));
        return records.stream().filter(record -> lives(record, holding)).toList();
    }

    private static Set<String> uids(Stream<Job> anchors) {
        return anchors.map(anchor -> anchor.getMetadata().getUid()).collect(Collectors.toSet());
    }

    private static Stream<String> owners(ConfigMap record) {
        return record.getMetadata().getOwnerReferences().stream().map(OwnerReference::getUid);
    }

    /** Returns the anchors of all engines, whether they hold or not. */
    public List<Job> anchors(String namespace) {
        return RetryPolicy.whole(
                "LIST jobs",
                () -> client.batch()
                        .v1()
                        .jobs()
                        .inNamespace(namespace)
                        .withLabel(SpurlineLabels.MANAGED_BY, SpurlineLabels.MANAGER)
                        .list()
                        .getItems());
    }

    /** Returns all records. */
    public List<ConfigMap> records(String namespace) {
        return RetryPolicy.whole(
                "LIST configmaps",
                () -> client.configMaps()
                        .inNamespace(namespace)
                        .withLabel(SpurlineLabels.MANAGED_BY, SpurlineLabels.MANAGER)
                        .list()
                        .getItems());
    }

    /** A record that never had an owner does not miss it: only its own engine knows whether it lives. */
    public static boolean unanchored(HasMetadata object) {
        return object instanceof ConfigMap record
                && record.getData() != null
                && SpurlineLabels.NO_ANCHOR.equals(record.getData().get(SpurlineLabels.ANCHOR));
    }

    private static boolean lives(ConfigMap record, Set<String> holding) {
        return record.getMetadata().getDeletionTimestamp() == null
                && (unanchored(record) || owners(record).anyMatch(holding::contains));
    }

    /**
     * Returns how many of the living were there before a record, or came in the same second: of several that came at once
     * each counts the others, so that a limit is never passed, even if then none of them stays.
     */
    static int before(HasMetadata record, List<ConfigMap> living) {
        return (int) living.stream()
                .filter(other -> !other.getMetadata()
                        .getUid()
                        .equals(record.getMetadata().getUid()))
                .filter(other -> other.getMetadata()
                                .getCreationTimestamp()
                                .compareTo(record.getMetadata().getCreationTimestamp())
                        <= 0)
                .count();
    }
}
