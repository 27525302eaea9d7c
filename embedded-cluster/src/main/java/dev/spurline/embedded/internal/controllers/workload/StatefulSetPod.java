// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.controllers.workload;

import dev.spurline.embedded.internal.controllers.runtime.PodLifecycle;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes the numbered pods of a StatefulSet and the claims that they keep over their lives.
 *
 * <p>Source: {@code pkg/controller/statefulset/stateful_set_utils.go}.
 */
final class StatefulSetPod {

    static final String REVISION = "controller-revision-hash";

    private StatefulSetPod() {}

    static Pod of(StatefulSet set, int ordinal) {
        String name = name(set, ordinal);
        Pod pod = PodLifecycle.from(set.getSpec().getTemplate(), set);
        return new PodBuilder(pod)
                .editMetadata()
                .withGenerateName(null)
                .withName(name)
                .addToLabels(REVISION, revision(set))
                .addToLabels("statefulset.kubernetes.io/pod-name", name)
                .addToLabels("apps.kubernetes.io/pod-index", Integer.toString(ordinal))
                .endMetadata()
                .editSpec()
                .withHostname(name)
                .withSubdomain(set.getSpec().getServiceName())
                .withVolumes(volumes(set, pod, ordinal))
                .endSpec()
                .build();
    }

    static List<PersistentVolumeClaim> claims(StatefulSet set, int ordinal) {
        return set.getSpec().getVolumeClaimTemplates().stream()
                .map(template -> new PersistentVolumeClaimBuilder(template)
                        .editMetadata()
                        .withName(template.getMetadata().getName() + "-" + name(set, ordinal))
                        .withNamespace(set.getMetadata().getNamespace())
                        .addToLabels(set.getSpec().getSelector().getMatchLabels())
                        .endMetadata()
                        .withStatus(null)
                        .build())
                .toList();
    }

    static String name(StatefulSet set, int ordinal) {
        return set.getMetadata().getName() + "-" + ordinal;
    }

    /** Returns the number of a pod, or -1 if its name is none of this StatefulSet's. */
    static int ordinal(StatefulSet set, Pod pod) {
        String prefix = set.getMetadata().getName() + "-";
        String name = pod.getMetadata().getName();
        String rest = name.startsWith(prefix) ? name.substring(prefix.length()) : "";
        return rest.matches("\\d{1,9}") ? Integer.parseInt(rest) : -1;
    }

    static String revision(StatefulSet set) {
        return set.getMetadata().getName() + "-" + TemplateHash.of(set.getSpec().getTemplate(), null);
    }

    private static List<Volume> volumes(StatefulSet set, Pod pod, int ordinal) {
        List<Volume> volumes = new ArrayList<>(pod.getSpec().getVolumes());
        set.getSpec().getVolumeClaimTemplates().forEach(template -> {
            String name = template.getMetadata().getName();
            volumes.removeIf(volume -> volume.getName().equals(name));
            volumes.add(new VolumeBuilder()
                    .withName(name)
                    .withNewPersistentVolumeClaim()
                    .withClaimName(name + "-" + name(set, ordinal))
                    .endPersistentVolumeClaim()
                    .build());
        });
        return volumes;
    }
}
