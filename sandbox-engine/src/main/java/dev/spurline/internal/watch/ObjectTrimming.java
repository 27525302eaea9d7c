// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.watch;

import dev.spurline.internal.survey.SpurlineLabels;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.List;
import java.util.Map;

/**
 * Takes from watched objects what nobody looks at: an engine has those of all sandboxes of a namespace in memory as long as they
 * are there. What a sandbox's own objects are to be stands in its plan; of the watch it is asked that they are there, and how they
 * are.
 */
final class ObjectTrimming {

    /** The rules of a route of the Gateway API, and of a VirtualService. */
    private static final List<String> RULES = List.of("rules", "http");

    private ObjectTrimming() {}

    static void trim(HasMetadata object) {
        object.getMetadata().setManagedFields(List.of());
        if (SpurlineLabels.on(object, SpurlineLabels.SANDBOX).isEmpty()) {
            return;
        }
        if (object instanceof Deployment deployment && deployment.getSpec() != null) {
            deployment.getSpec().setTemplate(null);
        } else if (object instanceof GenericKubernetesResource custom
                && custom.getAdditionalProperties().get("spec") instanceof Map<?, ?> spec) {
            spec.keySet().removeAll(RULES);
        }
    }
}
