// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.reading;

import dev.spurline.internal.survey.CustomKind;
import dev.spurline.internal.survey.PermissionQuery;
import dev.spurline.internal.watch.PolicyWatches;
import dev.spurline.internal.work.RetryPolicy;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Where a survey gets the objects of one kind from: a list call, or a watch that shows them already. */
final class ObjectSource {

    private final KubernetesClient client;
    private final PermissionQuery permit;
    private final PolicyWatches policies;
    private final ObjectSharing sharing = new ObjectSharing();
    private final Set<String> kept = ConcurrentHashMap.newKeySet();

    ObjectSource(KubernetesClient client, PermissionQuery permit, PolicyWatches policies) {
        this.client = client;
        this.permit = permit;
        this.policies = policies;
    }

    /** Keeps what later surveys of these namespaces need not list again. */
    void keep(Collection<String> namespaces) {
        kept.addAll(namespaces);
    }

    /** Returns the objects of a custom kind in a namespace, or in all if that is empty. */
    Collection<GenericKubernetesResource> of(CustomKind kind, String version, String namespace, ReadingExtent extent) {
        if (!keeps(kind, namespace)) {
            return shared(
                    kind.resource(),
                    namespace,
                    list(kind, version, namespace, extent.selector(kind)).getItems());
        }
        return policies.current(kind, version, namespace).orElseGet(() -> {
            long asked = System.nanoTime();
            GenericKubernetesResourceList listing = list(kind, version, namespace, "");
            policies.begin(kind, version, namespace, listing, asked);
            return listing.getItems();
        });
    }

    private boolean keeps(CustomKind kind, String namespace) {
        return kind.policyOrSelector()
                && (namespace.isEmpty() ? !kept.isEmpty() : kept.contains(namespace))
                && permit.granted("watch", kind.group(), kind.plural(), namespace);
    }

    /** Returns the objects of a built-in kind in a namespace. */
    <T extends HasMetadata> Collection<T> of(Class<T> type, String namespace, ReadingExtent extent) {
        if (!keeps(type, namespace)) {
            return listed(type, namespace, extent);
        }
        return extent.sandboxes() && PolicyWatches.ofOthersAlone(type)
                ? begun(type, namespace, "")
                : watched(type, namespace);
    }

    private boolean keeps(Class<? extends HasMetadata> type, String namespace) {
        return PolicyWatches.isWatched(type)
                && kept.contains(namespace)
                && permit.granted("watch", HasMetadata.getGroup(type), HasMetadata.getPlural(type), namespace);
    }

    /** Returns the pods of a namespace in which nothing else is read: these may be many. */
    Collection<Pod> farPods(String namespace) {
        return !kept.isEmpty() && permit.granted("watch", "", "pods", namespace)
                ? watched(Pod.class, namespace)
                : listed(Pod.class, namespace, ReadingExtent.ALL);
    }

    private <T extends HasMetadata> Collection<T> watched(Class<T> type, String namespace) {
        return policies.current(type, namespace).orElseGet(() -> begun(type, namespace, PolicyWatches.selector(type)));
    }

    private <T extends HasMetadata> List<T> begun(Class<T> type, String namespace, String selector) {
        long asked = System.nanoTime();
        KubernetesResourceList<T> listing = list(type, namespace, selector);
        policies.begin(type, namespace, listing, asked);
        return listing.getItems();
    }

    private <T extends HasMetadata> List<T> listed(Class<T> type, String namespace, ReadingExtent extent) {
        return shared(
                HasMetadata.getPlural(type),
                namespace,
                list(type, namespace, extent.selector()).getItems());
    }

    /** Returns the same instances as the last time where what was read is of the same version. */
    <T extends HasMetadata> List<T> shared(String kind, String namespace, List<T> read) {
        return sharing.shared(kind + "/" + namespace, read);
    }

    private <T extends HasMetadata> KubernetesResourceList<T> list(Class<T> type, String namespace, String selector) {
        return RetryPolicy.whole(
                "LIST " + HasMetadata.getPlural(type),
                () -> client.resources(type).inNamespace(namespace).list(options(selector)));
    }

    private GenericKubernetesResourceList list(CustomKind kind, String version, String namespace, String selector) {
        var operation = client.genericKubernetesResources(kind.context(version));
        return RetryPolicy.whole(
                "LIST " + kind.plural(),
                () -> (namespace.isEmpty() ? operation.inAnyNamespace() : operation.inNamespace(namespace))
                        .list(options(selector)));
    }

    private static ListOptions options(String selector) {
        return selector.isEmpty()
                ? new ListOptions()
                : new ListOptionsBuilder().withLabelSelector(selector).build();
    }
}
