// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.watch;

import dev.spurline.internal.survey.SpurlineLabels;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.List;

/**
 * Takes from watched objects what nobody looks at: an engine has those of all sandboxes of a namespace in memory as long as they
 * are there. What a sandbox's own Deployment is to be stands in its plan; of the watch it is asked that it is there, and how it
 * is. Routes stay whole: a failure shows them as the cluster has them.
 */
final class ObjectTrimming {

    private ObjectTrimming() {}

    static void trim(HasMetadata object) {
        object.getMetadata().setManagedFields(List.of());
        if (object instanceof Deployment deployment
                && deployment.getSpec() != null
                && SpurlineLabels.ofOneSandbox(object)) {
            deployment.getSpec().setTemplate(null);
        }
    }
}
