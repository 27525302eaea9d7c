// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.config;

import dev.spurline.embedded.internal.client.AnyChange;
import dev.spurline.embedded.internal.client.DiscoveredKind;
import dev.spurline.embedded.internal.client.DiscoveredKinds;
import dev.spurline.embedded.internal.client.ObjectWatch;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The objects of kinds that CustomResourceDefinitions define, from when the API serves a kind until it does not any more,
 * as istiod follows them (pilot/pkg/config/kube/crdclient). Costs one watch where none is defined.
 */
final class DefinedKinds implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DefinedKinds.class);

    private final KubernetesClient client;
    private final Set<String> wanted;
    private final Runnable changed;
    private final ObjectWatch<CustomResourceDefinition> definitions;
    private final Map<String, KindWatch> watches = new ConcurrentHashMap<>();
    private final Set<String> hidden = ConcurrentHashMap.newKeySet();
    private boolean closed;

    private record KindWatch(ObjectWatch<GenericKubernetesResource> watch, CompletableFuture<Void> started) {}

    /**
     * Makes it; nothing is watched yet.
     *
     * @param wanted names of kinds, each {@code Kind.group}
     * @param changed told of each change of a wanted object
     */
    DefinedKinds(KubernetesClient client, Collection<String> wanted, Runnable changed) {
        this.client = client;
        this.wanted = Set.copyOf(wanted);
        this.changed = changed;
        definitions =
                ObjectWatch.of(client.apiextensions().v1().customResourceDefinitions(), new AnyChange(this::follow));
    }

    /** Begins; done when the objects that there are are known. */
    CompletableFuture<Void> start() {
        return definitions.start().thenCompose(started -> watchServed());
    }

    private void follow() {
        if (watches.keySet().equals(served().keySet())) {
            return;
        }
        var unused = watchServed().whenComplete((started, failed) -> {
            if (failed != null) {
                LOG.debug("Objects of a newly defined kind could not be watched", failed);
            }
            changed.run();
        });
    }

    private synchronized CompletableFuture<Void> watchServed() {
        Map<String, DiscoveredKind> served = closed ? Map.of() : served();
        Set.copyOf(watches.keySet()).stream()
                .filter(name -> !served.containsKey(name))
                .map(watches::remove)
                .filter(Objects::nonNull)
                .forEach(gone -> gone.watch().close());
        served.forEach((name, kind) -> watches.computeIfAbsent(name, added -> watch(kind)));
        return CompletableFuture.allOf(
                watches.values().stream().map(KindWatch::started).toArray(CompletableFuture<?>[]::new));
    }

    private KindWatch watch(DiscoveredKind kind) {
        ObjectWatch<GenericKubernetesResource> watch = ObjectWatch.insisting(
                client.genericKubernetesResources(kind.context()).inAnyNamespace(), new AnyChange(changed));
        return new KindWatch(watch, watch.start());
    }

    private Map<String, DiscoveredKind> served() {
        return definitions.objects().stream()
                .flatMap(definition -> DiscoveredKinds.kind(definition).stream())
                .filter(kind -> wanted.contains(kind.kind() + "." + kind.group()))
                .collect(Collectors.toMap(kind -> kind.kind() + "." + kind.group(), kind -> kind));
    }

    /** Returns the objects of a kind by its name; none as long as it is not served. */
    List<GenericKubernetesResource> objects(String name) {
        KindWatch kind = watches.get(name);
        return kind == null
                ? List.of()
                : kind.watch().objects().stream()
                        .filter(object -> !hidden.contains(object.getMetadata().getUid()))
                        .toList();
    }

    /**
     * Leaves objects out that were deleted and of which the watches have not told that yet.
     *
     * @return whether there are any
     */
    boolean hide(Collection<String> uids) {
        hidden.addAll(uids);
        return !uids.isEmpty();
    }

    @Override
    public synchronized void close() {
        closed = true;
        definitions.close();
        watches.values().forEach(kind -> kind.watch().close());
    }
}
