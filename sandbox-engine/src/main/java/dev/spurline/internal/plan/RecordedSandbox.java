// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.plan;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spurline.RoutingKey;
import dev.spurline.SandboxSpec;
import dev.spurline.Settings;
import dev.spurline.Workload;
import dev.spurline.internal.routing.RoutingChoice;
import dev.spurline.internal.survey.SpurlineLabels;
import dev.spurline.internal.text.JsonTrees;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the record of a sandbox tells those who have not planned it: how requests reach its forks. The record has it beside
 * what the plan says, for it repeats the plan.
 *
 * @param headers what carries the key, by name in lower case
 * @param routing which way of routing was asked for
 * @param routed whether routes lead to its forks
 * @param forks the forks that run as long as the sandbox lives
 * @param onRequest the forks of CronJobs, as {@code cronjob/report}
 * @param secrets the names of variables whose values nobody shall read
 */
public record RecordedSandbox(
        Map<String, String> headers,
        RoutingChoice routing,
        boolean routed,
        List<Fork> forks,
        List<String> onRequest,
        List<String> secrets) {

    private static final String ENTRY = "joining";

    /** Copies the collections. */
    public RecordedSandbox {
        headers = SpurlineLabels.ordered(headers);
        forks = List.copyOf(forks);
        onRequest = List.copyOf(onRequest);
        secrets = List.copyOf(secrets);
    }

    /**
     * A fork.
     *
     * @param workload the workload it copies, as {@code deployment/pricing}
     * @param namespace its namespace
     * @param deployment the name of its Deployment
     * @param container the container that image and env concern
     * @param services the Services that select the baseline, and the fork's twin of each
     */
    public record Fork(
            String workload, String namespace, String deployment, String container, List<ForkService> services) {

        /** Copies the list. */
        public Fork {
            services = List.copyOf(services);
        }

        private PlannedFork planned(RoutingKey key, String owner) {
            return new PlannedFork(
                    Workload.parse(workload),
                    namespace,
                    deployment,
                    container,
                    Map.of(SpurlineLabels.SANDBOX, key.value(), SpurlineLabels.FORK, deployment),
                    services,
                    Duration.ZERO,
                    List.of("made by the sandbox of %s".formatted(owner)));
        }
    }

    /** Returns what the record of a plan is to tell. */
    public static RecordedSandbox of(SandboxPlan plan) {
        boolean carried = plan.choice() != RoutingChoice.OVERRIDES;
        return new RecordedSandbox(
                // What Envoys obey has a secret in it.
                carried ? plan.headers() : Map.of(),
                plan.choice(),
                !plan.routes().isEmpty(),
                plan.forks().stream()
                        .map(fork -> new Fork(
                                fork.workload().toString(),
                                fork.namespace(),
                                fork.deployment(),
                                fork.container(),
                                fork.services()))
                        .toList(),
                plan.jobs().stream().map(job -> job.workload().toString()).toList(),
                List.copyOf(plan.secrets().variables()));
    }

    /** Reads a record; empty if it tells nothing of this, as those of other versions. */
    public static Optional<RecordedSandbox> in(ConfigMap record) {
        return Optional.ofNullable(record.getData())
                .flatMap(data -> Optional.ofNullable(data.get(ENTRY)))
                .flatMap(RecordedSandbox::read);
    }

    private static Optional<RecordedSandbox> read(String text) {
        try {
            return Optional.of(JsonTrees.value(JsonTrees.parse(text), RecordedSandbox.class));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Returns for whom the sandbox of a record is. */
    public static String owner(ConfigMap record) {
        return Optional.ofNullable(record.getData())
                .map(data -> data.get("owner"))
                .orElse("unknown");
    }

    /** Returns a record that tells it. */
    public ConfigMap on(ConfigMap record) {
        JsonNode tree = JsonTrees.tree(this);
        return new ConfigMapBuilder(record).addToData(ENTRY, tree.toString()).build();
    }

    /**
     * Returns the plan of one who joins the sandbox: what its forks are and how they are reached. It is not to be performed.
     *
     * @param record where this was read
     * @param deployments the Deployments of the forks
     * @param spec what the one who joins asks for
     * @param settings say which values are secrets
     */
    public SandboxPlan plan(ConfigMap record, Collection<Deployment> deployments, SandboxSpec spec, Settings settings) {
        RoutingKey key = new RoutingKey(SpurlineLabels.on(record, SpurlineLabels.SANDBOX));
        String owner = owner(record);
        SandboxPlanBuilder plan = new SandboxPlanBuilder(
                        key,
                        record.getMetadata().getNamespace(),
                        SpurlineLabels.of(key, SpurlineLabels.on(record, SpurlineLabels.ENGINE)),
                        new ObjectMarks("", Map.of(), Map.of()),
                        steps -> SandboxSecrets.joined(spec, settings, steps, secrets, List.of(owner)))
                .choice(routing)
                .headers(headers);
        deployments.forEach(deployment -> plan.step(new PlanStep(
                Wave.WORKLOAD,
                deployment,
                "Deployment %s runs one pod, made by the sandbox of %s"
                        .formatted(deployment.getMetadata().getName(), owner),
                0)));
        forks.forEach(fork -> plan.fork(fork.planned(key, owner)));
        return plan.build();
    }
}
