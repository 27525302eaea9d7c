// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.controllers.runtime;

import dev.spurline.embedded.internal.client.ApiRefusals;
import dev.spurline.embedded.internal.client.ApiTimes;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;

/**
 * Makes and deletes pods for their owners, and says so in the owner's Events.
 *
 * <p>Source: {@code pkg/controller/controller_utils.go} (RealPodControl).
 */
public final class PodControl {

    private final ControllerContext context;
    private final String component;

    /** Makes a control whose Events come from the given component. */
    public PodControl(ControllerContext context, String component) {
        this.context = context;
        this.component = component;
    }

    /** Creates a pod; what the API server refuses becomes an Event, then the exception. */
    public Pod create(Pod pod, HasMetadata owner) {
        try {
            Pod created = context.writer().create(pod);
            String name = created.getMetadata().getName();
            context.events().normal(component, owner, "SuccessfulCreate", "Created pod: " + name);
            return created;
        } catch (KubernetesClientException refused) {
            if (!ApiRefusals.namespaceTerminating(refused)) {
                String said = "Error creating: " + ApiRefusals.message(refused);
                context.events().warning(component, owner, "FailedCreate", said);
            }
            throw refused;
        }
    }

    /** Deletes a pod, gracefully; it counts as going at once. */
    public void delete(Pod pod, HasMetadata owner) {
        if (context.writer().delete(pod, DeletionMode.DEFAULT)) {
            String name = pod.getMetadata().getName();
            context.events().normal(component, owner, "SuccessfulDelete", "Deleted pod: " + name);
        }
        context.store(Pod.class)
                .assume(new PodBuilder(pod)
                        .editMetadata()
                        .withDeletionTimestamp(ApiTimes.now())
                        .endMetadata()
                        .build());
    }
}
