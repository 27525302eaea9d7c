// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.plan;

import dev.spurline.internal.routing.SandboxNames;
import dev.spurline.internal.survey.SpurlineLabels;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServicePortBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobSpec;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Makes the objects of a fork. */
final class ForkObjects {

    private final SandboxNames names;
    private final Map<String, String> labels;

    /**
     * Prepares for a sandbox.
     *
     * @param names the names of its objects
     * @param labels what all its objects carry
     */
    ForkObjects(SandboxNames names, Map<String, String> labels) {
        this.names = names;
        this.labels = labels;
    }

    /** Returns metadata of an object in a namespace. Nothing is copied: GitOps and Helm would count it as theirs. */
    ObjectMeta metadata(String name, String namespace) {
        return new ObjectMetaBuilder()
                .withName(name)
                .withNamespace(namespace)
                .withLabels(new TreeMap<>(labels))
                .build();
    }

    /** Returns the Deployment of a finished draft. */
    Deployment deployment(ForkDraft draft) {
        ObjectMeta metadata = metadata(draft.name(), draft.baseline().namespace());
        metadata.getLabels().put(SpurlineLabels.FORK, draft.name());
        return new DeploymentBuilder()
                .withMetadata(metadata)
                .withNewSpec()
                .withReplicas(1)
                .withNewSelector()
                .withMatchLabels(new TreeMap<>(draft.podSelector()))
                .endSelector()
                .withTemplate(draft.template())
                .endSpec()
                .build();
    }

    /** Returns the Job of a finished draft of a CronJob. */
    Job job(ForkDraft draft, JobSpec baseline) {
        ObjectMeta metadata = metadata(draft.name(), draft.baseline().namespace());
        metadata.getLabels().put(SpurlineLabels.FORK, draft.name());
        return new JobBuilder()
                .withMetadata(metadata)
                .withSpec(new RunOnce(draft, baseline).spec())
                .build();
    }

    /**
     * Returns the fork's twin of a Service: the same ports, but no address of its own outside the cluster.
     *
     * @param early whether callers shall learn of the pod's address before it is ready
     */
    Service service(Service baseline, ForkDraft draft, boolean early) {
        ObjectMeta metadata = metadata(
                names.of(baseline.getMetadata().getName()), draft.baseline().namespace());
        metadata.getLabels().putAll(meshOnly(baseline.getMetadata().getLabels()));
        metadata.setAnnotations(meshOnly(baseline.getMetadata().getAnnotations()));
        return new ServiceBuilder()
                .withMetadata(metadata)
                .withNewSpec()
                .withType("ClusterIP")
                .withPublishNotReadyAddresses(early ? true : null)
                .withSelector(new TreeMap<>(draft.podSelector()))
                .withPorts(baseline.getSpec().getPorts().stream()
                        .map(ForkObjects::port)
                        .toList())
                .endSpec()
                .build();
    }

    /** Returns a Service with the pods, the ports and the settings of another one, which callers know as that one. */
    Service traced(Service baseline) {
        ObjectMeta metadata = metadata(
                names.of(baseline.getMetadata().getName()),
                baseline.getMetadata().getNamespace());
        metadata.getLabels().putAll(meshOnly(baseline.getMetadata().getLabels()));
        metadata.setAnnotations(meshOnly(baseline.getMetadata().getAnnotations()));
        return new ServiceBuilder()
                .withMetadata(metadata)
                .withNewSpec()
                .withType("ClusterIP")
                .withPublishNotReadyAddresses(baseline.getSpec().getPublishNotReadyAddresses())
                .withInternalTrafficPolicy(baseline.getSpec().getInternalTrafficPolicy())
                .withTrafficDistribution(baseline.getSpec().getTrafficDistribution())
                .withSelector(new TreeMap<>(baseline.getSpec().getSelector()))
                .withPorts(baseline.getSpec().getPorts().stream()
                        .map(ForkObjects::port)
                        .toList())
                .endSpec()
                .build();
    }

    private static ServicePort port(ServicePort baseline) {
        return new ServicePortBuilder(baseline).withNodePort(null).build();
    }

    /** The mesh reads settings of a Service there, such as opaque ports or a waypoint. */
    private static Map<String, String> meshOnly(@Nullable Map<String, String> all) {
        Map<String, String> kept = new TreeMap<>();
        Objects.requireNonNullElse(all, Map.<String, String>of()).forEach((name, value) -> {
            String domain = name.contains("/") ? name.substring(0, name.indexOf('/')) : "";
            if (List.of("istio.io", "linkerd.io").stream()
                    .anyMatch(mesh -> domain.equals(mesh) || domain.endsWith("." + mesh))) {
                kept.put(name, value);
            }
        });
        return kept;
    }
}
