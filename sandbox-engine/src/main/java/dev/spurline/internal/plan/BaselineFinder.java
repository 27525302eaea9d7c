// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.plan;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spurline.ForkSpec;
import dev.spurline.PreflightException;
import dev.spurline.Workload;
import dev.spurline.cluster.internal.text.NearestName;
import dev.spurline.internal.survey.CustomKind;
import dev.spurline.internal.survey.SpurlineLabels;
import dev.spurline.internal.survey.Survey;
import dev.spurline.internal.text.JsonTrees;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the workloads that are to be forked. */
final class BaselineFinder {

    private static final Map<String, String> KINDS = Map.of(
            "deployment", "Deployment",
            "statefulset", "StatefulSet",
            "rollout", "Rollout",
            "cronjob", "CronJob");

    private static final Map<String, String> REFUSED = Map.of(
            "daemonset", "it runs one pod a node by intention; put what you change into a Deployment",
            "job", "it runs once; name the CronJob that makes it, if there is one",
            "pod", "a fork is made of a workload's template; name its Deployment",
            "replicaset", "name the Deployment that owns it");

    private final Survey survey;

    BaselineFinder(Survey survey) {
        this.survey = survey;
    }

    /** Returns the workload of a fork. */
    BaselineWorkload find(ForkSpec fork) {
        String namespace = fork.namespace().orElse(survey.namespace());
        Workload asked = fork.workload();
        if (REFUSED.containsKey(asked.kind())) {
            throw new PreflightException(
                    "Workload [%s] cannot be forked: %s".formatted(asked, REFUSED.get(asked.kind())));
        }
        String kind = Optional.ofNullable(KINDS.get(asked.kind())).orElseThrow(() -> unknownKind(asked));
        return in(namespace)
                .filter(object -> object.getKind().equals(kind))
                .filter(object -> object.getMetadata().getName().equals(asked.name()))
                .findFirst()
                .map(object -> baseline(asked, object))
                .orElseThrow(() -> unknown(asked, kind, namespace));
    }

    /** Returns the workload of a fork; empty if there is none that can be forked. */
    Optional<BaselineWorkload> look(ForkSpec fork) {
        try {
            return Optional.of(find(fork));
        } catch (PreflightException e) {
            // The plan says why.
            return Optional.empty();
        }
    }

    /** Returns what others run in the namespaces of a survey and can be forked. */
    static Stream<HasMetadata> forkable(Survey survey) {
        BaselineFinder baselines = new BaselineFinder(survey);
        return survey.read().stream().flatMap(baselines::in);
    }

    private Stream<HasMetadata> in(String namespace) {
        List<HasMetadata> all = new ArrayList<>();
        all.addAll(SpurlineLabels.foreign(survey.deployments(), namespace));
        all.addAll(SpurlineLabels.foreign(survey.statefulSets(), namespace));
        all.addAll(SpurlineLabels.foreign(survey.all(CustomKind.ROLLOUT), namespace));
        all.addAll(SpurlineLabels.foreign(survey.cronJobs(), namespace));
        return all.stream();
    }

    private BaselineWorkload baseline(Workload workload, HasMetadata object) {
        if (object instanceof Deployment deployment) {
            return new BaselineWorkload(workload, object, deployment.getSpec().getTemplate(), List.of());
        }
        if (object instanceof StatefulSet set) {
            return new BaselineWorkload(
                    workload,
                    object,
                    set.getSpec().getTemplate(),
                    Objects.requireNonNullElse(set.getSpec().getVolumeClaimTemplates(), List.of()));
        }
        if (object instanceof CronJob cron) {
            return new BaselineWorkload(
                    workload, object, cron.getSpec().getJobTemplate().getSpec().getTemplate(), List.of());
        }
        return new BaselineWorkload(workload, object, rollout((GenericKubernetesResource) object), List.of());
    }

    /** A Rollout has its template itself, or borrows that of a Deployment. */
    private PodTemplateSpec rollout(GenericKubernetesResource rollout) {
        JsonNode spec = JsonTrees.tree(rollout).path("spec");
        if (spec.path("template").isObject()) {
            return JsonTrees.value(spec.path("template"), PodTemplateSpec.class);
        }
        String name = spec.at("/workloadRef/name").asText();
        return survey.deployments().stream()
                .filter(deployment -> deployment.getMetadata().getName().equals(name))
                .filter(deployment -> deployment
                        .getMetadata()
                        .getNamespace()
                        .equals(rollout.getMetadata().getNamespace()))
                .findFirst()
                .map(deployment -> deployment.getSpec().getTemplate())
                .orElseThrow(() -> new PreflightException(
                        "Rollout [%s/%s] borrows the template of Deployment [%s], which does not exist: mend its workloadRef"
                                .formatted(
                                        rollout.getMetadata().getNamespace(),
                                        rollout.getMetadata().getName(),
                                        name)));
    }

    private static PreflightException unknownKind(Workload asked) {
        return new PreflightException(
                "Workload [%s] is of a kind that cannot be forked: use deployment, statefulset, rollout or cronjob"
                        .formatted(asked));
    }

    private PreflightException unknown(Workload asked, String kind, String namespace) {
        Optional<Survey.Unread> unread = survey.unread().stream()
                .filter(missing -> missing.kind().equals(kind))
                .filter(missing -> missing.namespace().equals(namespace))
                .findFirst();
        if (unread.isPresent()) {
            return new PreflightException("Workload [%s] cannot be looked for: %s in namespace [%s] cannot be read: %s"
                    .formatted(asked, kind, namespace, unread.get().reason()));
        }
        List<String> names = in(namespace)
                .map(object -> object.getKind().toLowerCase(Locale.ROOT) + "/"
                        + object.getMetadata().getName())
                .toList();
        return new PreflightException(
                "Workload [%s] does not exist in namespace [%s]%s".formatted(asked, namespace, hint(asked, names)));
    }

    private static String hint(Workload asked, List<String> names) {
        if (names.isEmpty()) {
            return ": nothing there can be forked; is it the right namespace?";
        }
        List<String> sameName =
                names.stream().filter(name -> name.endsWith("/" + asked.name())).toList();
        if (!sameName.isEmpty()) {
            return ": did you mean [%s]?".formatted(sameName.get(0));
        }
        return NearestName.to(asked.toString(), names)
                .map(": did you mean [%s]?"::formatted)
                .orElse(": there are [%s]"
                        .formatted(String.join(", ", NearestName.ranked(asked.toString(), names, 10))));
    }
}
