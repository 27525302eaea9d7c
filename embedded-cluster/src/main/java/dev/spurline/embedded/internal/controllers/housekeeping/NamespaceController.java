// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.controllers.housekeeping;

import dev.spurline.embedded.internal.client.ApiRefusals;
import dev.spurline.embedded.internal.client.DiscoveredKind;
import dev.spurline.embedded.internal.client.ObjectName;
import dev.spurline.embedded.internal.controllers.runtime.ControllerContext;
import dev.spurline.embedded.internal.controllers.runtime.ObjectStore;
import dev.spurline.embedded.internal.controllers.runtime.OwnerReferences;
import dev.spurline.embedded.internal.controllers.runtime.WorkQueue;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Empties a namespace that is being deleted and lets it go when nothing is left in it.
 *
 * <p>Source: {@code pkg/controller/namespace/deletion/namespaced_resources_deleter.go}.
 */
public final class NamespaceController {

    private static final String FINALIZER = "kubernetes";
    private static final Duration FIRST_LOOK_AGAIN = Duration.ofMillis(10);
    private static final int MOST_DOUBLINGS = 6;

    private final ControllerContext context;
    private final ObjectStore<Namespace> namespaces;
    private final Map<String, Integer> rounds = new ConcurrentHashMap<>();
    private final WorkQueue<ObjectName> queue;

    /** Begins to work on all namespaces. */
    public NamespaceController(ControllerContext context) {
        this.context = context;
        namespaces = context.store(Namespace.class);
        queue = context.queue("Namespace", this::reconcile);
        namespaces.listen(change -> queue.add(ObjectName.of(change.latest())));
        context.cluster()
                .onKind(store -> store.listen(change -> {
                    if (change.gone()) {
                        contentGone(change.latest());
                    }
                }));
    }

    private void contentGone(HasMetadata object) {
        namespaces
                .get("", ObjectName.of(object).namespace())
                .filter(OwnerReferences::deleting)
                .ifPresent(namespace -> queue.add(ObjectName.of(namespace)));
    }

    private void reconcile(ObjectName name) {
        namespaces
                .get("", name.name())
                .filter(OwnerReferences::deleting)
                .filter(NamespaceController::held)
                .ifPresent(this::empty);
    }

    private static boolean held(Namespace namespace) {
        return namespace.getSpec() != null
                && namespace.getSpec().getFinalizers().contains(FINALIZER);
    }

    /** Deletes until a whole round finds nothing more to delete: only then nothing can have slipped in between. */
    private void empty(Namespace namespace) {
        String name = namespace.getMetadata().getName();
        int found = contents().stream().mapToInt(kind -> delete(kind, name)).sum();
        if (found == 0) {
            rounds.remove(name);
            release(namespace);
            return;
        }
        int round = rounds.merge(name, 1, Integer::sum);
        queue.addAfter(ObjectName.of(namespace), FIRST_LOOK_AGAIN.multipliedBy(1L << Math.min(round, MOST_DOUBLINGS)));
        if (round > 1) {
            report(namespace);
        }
    }

    private Collection<DiscoveredKind> contents() {
        return context.cluster().kinds().stream()
                .filter(kind -> kind.namespaced()
                        && kind.verbs().contains("delete")
                        && kind.verbs().contains("list"))
                .toList();
    }

    private int delete(DiscoveredKind kind, String namespace) {
        try {
            return context.writer().deleteAll(kind, namespace);
        } catch (KubernetesClientException refused) {
            if (ApiRefusals.notFound(refused)) {
                return 0;
            }
            throw refused;
        }
    }

    private void report(Namespace namespace) {
        List<Map<String, String>> conditions = RemainingContent.conditions(
                namespace, context.cluster().contents(namespace.getMetadata().getName()));
        if (!conditions.isEmpty()) {
            context.writer().mergeStatus(namespace, Map.of("conditions", conditions));
        }
    }

    private void release(Namespace namespace) {
        List<String> others = namespace.getSpec().getFinalizers().stream()
                .filter(finalizer -> !finalizer.equals(FINALIZER))
                .toList();
        context.writer()
                .updateSubresource(
                        new NamespaceBuilder(namespace)
                                .editSpec()
                                .withFinalizers(others)
                                .endSpec()
                                .build(),
                        "finalize");
    }
}
