// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.controllers.garbage;

import dev.spurline.embedded.internal.client.DiscoveredKind;
import dev.spurline.embedded.internal.client.ObjectName;
import dev.spurline.embedded.internal.controllers.runtime.ControllerContext;
import dev.spurline.embedded.internal.controllers.runtime.DeletionMode;
import dev.spurline.embedded.internal.controllers.runtime.WorkQueue;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Removes what nobody owns any more, and carries out foreground and orphaning deletion.
 *
 * <p>Source: {@code pkg/controller/garbagecollector/garbagecollector.go}.
 */
public final class GarbageCollector {

    /** An owner that exists and was not seen yet will be seen soon, or its end will. */
    private static final Duration OWNER_UNSEEN = Duration.ofMillis(500);

    /** As long as some kind was never listed, nobody can say what an object's dependents are. */
    private static final Duration KINDS_UNSEEN = Duration.ofMillis(20);

    private final ControllerContext context;
    private final OwnerGraph graph = new OwnerGraph();
    private final WorkQueue<String> queue;

    /** Begins to collect over all kinds there are and will be. */
    public GarbageCollector(ControllerContext context) {
        this.context = context;
        this.queue = new WorkQueue<>("garbage collector", context.workers(), this::reconcile);
        context.cluster()
                .onKind(store -> store.listen(change -> graph.apply(change).forEach(queue::add)));
    }

    private void reconcile(String uid) {
        if (context.cluster().complete()) {
            graph.object(uid).ifPresent(this::reconcile);
        } else {
            queue.addAfter(uid, KINDS_UNSEEN);
        }
    }

    private void reconcile(HasMetadata object) {
        Map<String, OwnerState> owners = new LinkedHashMap<>();
        if (object.getMetadata().getDeletionTimestamp() == null) {
            object.getMetadata()
                    .getOwnerReferences()
                    .forEach(owner -> owners.put(owner.getUid(), state(object, owner)));
        }
        Collection<HasMetadata> dependents =
                graph.dependents(object.getMetadata().getUid());
        try {
            carryOut(GarbageVerdict.of(object, owners, dependents), object);
        } catch (KubernetesClientException refused) {
            if (refused.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
                throw refused;
            }
        }
    }

    private void carryOut(GarbageVerdict verdict, HasMetadata object) {
        if (verdict instanceof GarbageVerdict.Refer refer) {
            refer(object, refer.references());
        } else if (verdict instanceof GarbageVerdict.Delete delete) {
            context.writer().delete(object, delete.how());
        } else if (verdict instanceof GarbageVerdict.Unblock unblock) {
            refer(object, unblock.references());
            context.writer().delete(object, DeletionMode.FOREGROUND);
        } else if (verdict instanceof GarbageVerdict.Release) {
            release(object, Finalizers.FOREGROUND);
        } else if (verdict instanceof GarbageVerdict.Abandon abandon) {
            abandon(object, abandon.dependents());
        }
    }

    private void abandon(HasMetadata owner, Collection<HasMetadata> dependents) {
        String uid = owner.getMetadata().getUid();
        for (HasMetadata dependent : dependents) {
            List<OwnerReference> others = dependent.getMetadata().getOwnerReferences().stream()
                    .filter(reference -> !reference.getUid().equals(uid))
                    .toList();
            try {
                refer(dependent, others);
            } catch (KubernetesClientException refused) {
                if (refused.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
                    throw refused;
                }
            }
        }
        release(owner, Finalizers.ORPHAN);
    }

    private void refer(HasMetadata object, List<OwnerReference> references) {
        patch(object, "ownerReferences", references);
    }

    private void release(HasMetadata object, String finalizer) {
        patch(object, "finalizers", Finalizers.without(object, finalizer));
    }

    /** The uid and the resourceVersion make the API server refuse the patch if the object is not as it was judged. */
    private void patch(HasMetadata object, String field, List<?> values) {
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("uid", object.getMetadata().getUid());
        metadata.put("resourceVersion", object.getMetadata().getResourceVersion());
        metadata.put(field, values.isEmpty() ? null : values);
        context.writer().merge(object, Map.of("metadata", metadata));
    }

    private OwnerState state(HasMetadata object, OwnerReference owner) {
        Optional<HasMetadata> seen = graph.object(owner.getUid())
                .filter(candidate -> sameSpace(object, candidate) && named(owner, candidate));
        if (seen.isPresent()) {
            return Finalizers.waitsForDependents(seen.get()) ? OwnerState.WAITING : OwnerState.SOLID;
        }
        return context.cluster()
                .kind(owner.getApiVersion(), owner.getKind())
                .map(kind -> asked(object, owner, kind))
                .orElse(OwnerState.SOLID);
    }

    /** Asks the API server itself, because a watch may lag behind: the owner must be missing there to count as missing. */
    private OwnerState asked(HasMetadata object, OwnerReference owner, DiscoveredKind kind) {
        String namespace = ObjectName.of(object).namespace();
        if (kind.namespaced() && namespace.isEmpty()) {
            warn(object, owner);
            return OwnerState.SOLID;
        }
        boolean lives = context.writer()
                .read(kind, namespace, owner.getName())
                .filter(found -> found.getMetadata().getUid().equals(owner.getUid()))
                .isPresent();
        if (lives) {
            queue.addAfter(object.getMetadata().getUid(), OWNER_UNSEEN);
            return OwnerState.SOLID;
        }
        if (graph.object(owner.getUid()).isPresent()) {
            warn(object, owner);
        }
        return OwnerState.ABSENT;
    }

    private void warn(HasMetadata object, OwnerReference owner) {
        context.events()
                .warning(
                        "garbage-collector-controller",
                        object,
                        "OwnerRefInvalidNamespace",
                        "ownerRef [%s/%s, namespace: %s, name: %s, uid: %s] does not exist in namespace \"%s\""
                                .formatted(
                                        owner.getApiVersion(),
                                        owner.getKind(),
                                        ObjectName.of(object).namespace(),
                                        owner.getName(),
                                        owner.getUid(),
                                        ObjectName.of(object).namespace()));
    }

    private static boolean sameSpace(HasMetadata object, HasMetadata owner) {
        String namespace = ObjectName.of(owner).namespace();
        return namespace.isEmpty() || namespace.equals(ObjectName.of(object).namespace());
    }

    private static boolean named(OwnerReference reference, HasMetadata owner) {
        return reference.getName().equals(owner.getMetadata().getName())
                && reference.getKind().equals(owner.getKind());
    }
}
