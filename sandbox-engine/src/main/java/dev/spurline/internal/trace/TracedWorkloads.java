// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.trace;

import dev.spurline.internal.plan.CallingWorkload;
import dev.spurline.internal.plan.ForeignSandbox;
import dev.spurline.internal.plan.SandboxPlan;
import dev.spurline.internal.survey.ServiceMesh;
import dev.spurline.internal.survey.SpurlineLabels;
import dev.spurline.internal.survey.Survey;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The workloads of a sandbox's namespaces, as far as a trace has to know them. */
final class TracedWorkloads {

    private final SandboxPlan plan;
    private final boolean countedByOthers;
    private final Map<String, PodTemplateSpec> templates = new HashMap<>();
    private final Map<String, Set<String>> behind = new HashMap<>();

    TracedWorkloads(Survey survey, SandboxPlan plan) {
        this.plan = plan;
        this.countedByOthers = survey.mesh() == ServiceMesh.ISTIO_AMBIENT;
        survey.deployments().forEach(found -> add(found, found.getSpec().getTemplate()));
        survey.statefulSets().forEach(found -> add(found, found.getSpec().getTemplate()));
        survey.daemonSets().forEach(found -> add(found, found.getSpec().getTemplate()));
        Stream.concat(Stream.of(plan), plan.joined().stream().map(ForeignSandbox::plan))
                .flatMap(made -> made.steps().stream())
                .map(step -> step.object())
                .filter(Deployment.class::isInstance)
                .map(Deployment.class::cast)
                .forEach(fork -> templates.put(title(fork), fork.getSpec().getTemplate()));
        survey.services().stream()
                .filter(service -> !SpurlineLabels.ofSandbox(service))
                .forEach(service -> behind.put(title(service), behind(service, survey)));
    }

    private void add(HasMetadata workload, PodTemplateSpec template) {
        if (!SpurlineLabels.ofSandbox(workload)) {
            templates.put(title(workload), template);
        }
    }

    private static String title(HasMetadata object) {
        return object.getMetadata().getNamespace() + "/" + object.getMetadata().getName();
    }

    /** Of workloads of other kinds the pods are known. */
    private Set<String> behind(Service service, Survey survey) {
        Set<String> workloads = new TreeSet<>();
        String namespace = service.getMetadata().getNamespace();
        templates.forEach((title, template) -> {
            if (title.startsWith(namespace + "/") && selects(service, template.getMetadata())) {
                workloads.add(title);
            }
        });
        Set<String> pods = new HashSet<>();
        survey.pods().stream()
                .filter(pod -> namespace.equals(pod.getMetadata().getNamespace()))
                .filter(pod -> selects(service, pod.getMetadata()))
                .forEach(pod -> pods.add(pod.getMetadata().getName()));
        plan.callers().stream()
                .filter(caller -> caller.namespace().equals(namespace))
                .filter(caller -> caller.pods().stream().anyMatch(pods::contains))
                .map(TracedWorkloads::title)
                .forEach(workloads::add);
        return workloads;
    }

    static String title(CallingWorkload caller) {
        return caller.namespace() + "/" + caller.workload();
    }

    private static boolean selects(Service service, ObjectMeta metadata) {
        Map<String, String> selector = service.getSpec().getSelector();
        return selector != null
                && !selector.isEmpty()
                && metadata.getLabels() != null
                && metadata.getLabels().entrySet().containsAll(selector.entrySet());
    }

    /** Returns whether calls are counted on the side of those who are called, as by waypoints. */
    boolean countedByOthers() {
        return countedByOthers;
    }

    /** Returns the workloads behind each Service, all as {@code namespace/name}. */
    Map<String, Set<String>> behind() {
        return behind;
    }

    /** Returns what the pod template of a workload says about how it hands on headers. */
    List<String> hints(String workload) {
        List<String> hints = new ArrayList<>();
        Optional.ofNullable(templates.get(workload)).map(ForwardingHints::of).ifPresent(hints::addAll);
        hints.add(ForwardingHints.PAGE);
        return hints;
    }
}
