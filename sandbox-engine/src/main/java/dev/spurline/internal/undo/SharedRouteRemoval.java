// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.undo;

import dev.spurline.internal.apply.SharedRouteWriter;
import dev.spurline.internal.routing.SharedRoute;
import dev.spurline.internal.survey.CustomKind;
import dev.spurline.internal.survey.PermissionQuery;
import dev.spurline.internal.survey.ServedKinds;
import dev.spurline.internal.survey.SpurlineLabels;
import dev.spurline.internal.work.EngineThreads;
import dev.spurline.internal.work.RetryPolicy;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Takes sandboxes out of the route objects that they share with others. Like all of undo, it asks the cluster what there is. */
final class SharedRouteRemoval {

    /** A kind that is not served, or that nobody of this user's may read, has no entries of ours. */
    private static final Set<Integer> NOT_READABLE = Set.of(404, 403);

    private final KubernetesClient client;
    private final EngineThreads workers;
    private final Supplier<ServedKinds> served;
    private final PermissionQuery permit;
    private final SharedRouteWriter writer;

    SharedRouteRemoval(
            KubernetesClient client,
            EngineThreads workers,
            Supplier<ServedKinds> served,
            PermissionQuery permit,
            SharedRouteWriter writer) {
        this.client = client;
        this.workers = workers;
        this.served = served;
        this.permit = permit;
        this.writer = writer;
    }

    /** Returns what takes a sandbox out of the shared objects of a namespace, and with it all that live no more. */
    List<Runnable> leave(String namespace, String key) {
        return each(namespace, route -> route.keys().contains(key), key::equals);
    }

    /** Returns what takes sandboxes that live no more out of the shared objects of a namespace. */
    List<Runnable> dropDead(String namespace) {
        return each(namespace, route -> true, key -> false);
    }

    /** Returns a task a kind. */
    private List<Runnable> each(String namespace, Predicate<SharedRoute> concerned, Predicate<String> leaving) {
        return kinds().stream()
                .filter(kind -> permit.granted("list", kind.group(), kind.plural(), namespace))
                .<Runnable>map(kind -> () -> workers.all(shared(kind, namespace).stream()
                        .filter(concerned)
                        .<Runnable>map(route -> () -> writer.leave(route, leaving))
                        .toList()))
                .toList();
    }

    private List<CustomKind> kinds() {
        Collection<CustomKind> there = served.get().kinds();
        return CustomKind.of(CustomKind.Role.SHARED_ROUTE).stream()
                .filter(there::contains)
                .toList();
    }

    private List<SharedRoute> shared(CustomKind kind, String namespace) {
        try {
            return RetryPolicy.whole("LIST " + kind.plural(), () -> list(kind, namespace)).stream()
                    .map(SharedRoute::of)
                    .flatMap(Optional::stream)
                    .toList();
        } catch (KubernetesClientException e) {
            if (NOT_READABLE.contains(e.getCode())) {
                return List.of();
            }
            throw e;
        }
    }

    private List<GenericKubernetesResource> list(CustomKind kind, String namespace) {
        return client.genericKubernetesResources(
                        kind.context(served.get().version(kind).orElseThrow()))
                .inNamespace(namespace)
                .withLabel(SpurlineLabels.SHARED)
                .withLabel(SpurlineLabels.MANAGED_BY, SpurlineLabels.MANAGER)
                .list()
                .getItems();
    }

    /**
     * Returns what is to be done by hand besides deleting what is the sandbox's alone; empty if nothing can be shared.
     *
     * @param kubectl how the command begins
     */
    String command(String kubectl, String key) {
        String kinds = told().stream().map(CustomKind::resource).collect(Collectors.joining(","));
        return kinds.isEmpty()
                ? ""
                : "; %sedit %s -l %s (take out the entries whose names have [%s]; the next sandbox on the Service does it, too)"
                        .formatted(kubectl, kinds, SpurlineLabels.SHARED, key);
    }

    private List<CustomKind> told() {
        try {
            return kinds();
        } catch (RuntimeException unreachable) {
            return List.of();
        }
    }
}
