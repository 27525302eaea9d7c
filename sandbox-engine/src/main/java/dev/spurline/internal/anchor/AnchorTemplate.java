// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.anchor;

import dev.spurline.internal.survey.SpurlineLabels;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The pod template of an anchor: as much of a fork's as policies of a namespace ask for, and nothing else. What a fork may
 * have is not always valid in a Job (pkg/apis/core/validation and pkg/apis/batch/validation of Kubernetes), and the fields that
 * are valid there change from release to release; so fields are named that are kept, not those that are left out.
 */
final class AnchorTemplate {

    /** The Job's own, refused with a value that is not its own: validateGeneratedSelector. */
    private static final Set<String> JOB_LABELS =
            Set.of("controller-uid", "job-name", "batch.kubernetes.io/controller-uid", "batch.kubernetes.io/job-name");

    /** The anchor outlives the sandbox that it is made with. */
    private static final Set<String> SANDBOX_LABELS = Set.of(SpurlineLabels.SANDBOX, SpurlineLabels.FORK);

    /** Ends with the name of a container, which must be there: ValidateAppArmorPodAnnotations. */
    private static final String APP_ARMOR = "container.apparmor.security.beta.kubernetes.io/";

    private static final String NO_SUCH_NODE = "spurline.dev/no-such-node";

    private AnchorTemplate() {}

    /** Returns a template that is valid in a Job; nobody shall run it, even if parallelism is changed. */
    static PodTemplateSpec of(PodTemplateSpec fork) {
        PodSpec pod = fork.getSpec();
        return new PodTemplateSpecBuilder()
                .withNewMetadata()
                .withLabels(labels(fork.getMetadata()))
                .withAnnotations(annotations(fork))
                .endMetadata()
                .withNewSpec()
                .withRestartPolicy("Never")
                .withAutomountServiceAccountToken(false)
                .withNodeSelector(nodes(pod))
                .withContainers(
                        pod.getContainers().stream().map(AnchorTemplate::idle).toList())
                .withHostUsers(pod.getHostUsers())
                .withImagePullSecrets(pod.getImagePullSecrets())
                .withOs(pod.getOs())
                .withPriorityClassName(pod.getPriorityClassName())
                .withResources(withoutClaims(pod.getResources()))
                .withRuntimeClassName(pod.getRuntimeClassName())
                .withSchedulerName(pod.getSchedulerName())
                .withSecurityContext(pod.getSecurityContext())
                .withServiceAccount(pod.getServiceAccount())
                .withServiceAccountName(pod.getServiceAccountName())
                .withTolerations(pod.getTolerations())
                .endSpec()
                .build();
    }

    private static Map<String, String> labels(ObjectMeta metadata) {
        Map<String, String> labels = copy(metadata.getLabels());
        labels.keySet().removeAll(JOB_LABELS);
        labels.keySet().removeAll(SANDBOX_LABELS);
        return labels;
    }

    private static Map<String, String> annotations(PodTemplateSpec fork) {
        Map<String, String> annotations = copy(fork.getMetadata().getAnnotations());
        annotations.keySet().removeIf(name -> name.startsWith(APP_ARMOR) && !names(fork, name));
        return annotations;
    }

    private static boolean names(PodTemplateSpec fork, String annotation) {
        return fork.getSpec().getContainers().stream()
                .anyMatch(container -> annotation.equals(APP_ARMOR + container.getName()));
    }

    private static Map<String, String> nodes(PodSpec pod) {
        Map<String, String> nodes = copy(pod.getNodeSelector());
        nodes.put(NO_SUCH_NODE, "true");
        return nodes;
    }

    /** No init containers: policies ask something of each container, none asks for a second one. */
    private static Container idle(Container container) {
        return new ContainerBuilder()
                .withName(container.getName())
                .withImage(container.getImage())
                .withImagePullPolicy(container.getImagePullPolicy())
                .withResources(withoutClaims(container.getResources()))
                .withSecurityContext(container.getSecurityContext())
                .build();
    }

    private static @Nullable ResourceRequirements withoutClaims(@Nullable ResourceRequirements resources) {
        return resources == null
                ? null
                : new ResourceRequirementsBuilder()
                        .withLimits(resources.getLimits())
                        .withRequests(resources.getRequests())
                        .build();
    }

    private static Map<String, String> copy(@Nullable Map<String, String> all) {
        return new TreeMap<>(Objects.requireNonNullElse(all, Map.of()));
    }
}
