// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.controllers.housekeeping;

import dev.spurline.embedded.internal.client.ObjectName;
import dev.spurline.embedded.internal.controllers.runtime.ControllerContext;
import dev.spurline.embedded.internal.controllers.runtime.ObjectStore;
import dev.spurline.embedded.internal.controllers.runtime.OwnerReferences;
import dev.spurline.embedded.internal.controllers.runtime.WorkQueue;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import java.util.Map;
import java.util.TreeMap;

/**
 * Keeps the status of each ResourceQuota as what is used in its namespace; the API server refuses by it.
 *
 * <p>Source: {@code pkg/controller/resourcequota/resource_quota_controller.go}.
 */
public final class QuotaController {

    private final ControllerContext context;
    private final ObjectStore<ResourceQuota> quotas;

    /** Begins to work on all quotas. */
    public QuotaController(ControllerContext context) {
        this.context = context;
        quotas = context.store(ResourceQuota.class);
        WorkQueue<ObjectName> queue = context.queue("ResourceQuota", this::reconcile);
        quotas.listen(change -> queue.add(ObjectName.of(change.latest())));
        context.cluster().onKind(store -> store.listen(change -> recount(change.latest(), queue)));
    }

    private void recount(HasMetadata object, WorkQueue<ObjectName> queue) {
        if (!(object instanceof ResourceQuota)) {
            quotas.inNamespace(ObjectName.of(object).namespace()).forEach(quota -> queue.add(ObjectName.of(quota)));
        }
    }

    private void reconcile(ObjectName name) {
        quotas.get(name.namespace(), name.name())
                .filter(quota -> !OwnerReferences.deleting(quota))
                .ifPresent(this::reconcile);
    }

    private void reconcile(ResourceQuota quota) {
        Map<String, Quantity> hard = quota.getSpec().getHard();
        if (hard == null) {
            return;
        }
        NamespaceUsage usage = new NamespaceUsage(
                context.cluster().contents(quota.getMetadata().getNamespace()));
        Map<String, Quantity> used = new TreeMap<>();
        hard.keySet().forEach(name -> usage.of(name).ifPresent(amount -> used.put(name, amount)));
        boolean same = quota.getStatus() != null
                && hard.equals(quota.getStatus().getHard())
                && used.equals(quota.getStatus().getUsed());
        if (!same) {
            context.writer()
                    .updateStatus(new ResourceQuotaBuilder(quota)
                            .withNewStatus()
                            .withHard(hard)
                            .withUsed(used)
                            .endStatus()
                            .build());
        }
    }
}
