// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.corridor;

import dev.spurline.PreflightException;
import dev.spurline.RoutingKey;
import dev.spurline.SandboxSpec;
import dev.spurline.Settings;
import dev.spurline.internal.plan.ForeignSandbox;
import dev.spurline.internal.plan.RecordedSandbox;
import dev.spurline.internal.plan.SandboxLabels;
import dev.spurline.internal.plan.SandboxMatch;
import dev.spurline.internal.preflight.LivingSandboxes;
import dev.spurline.internal.survey.SpurlineLabels;
import dev.spurline.internal.survey.Survey;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;

/** Finds the sandboxes of others whose forks a sandbox is to reach, by the labels that they were opened with. */
public final class LabelledSandboxes {

    private final KubernetesClient client;
    private final LivingSandboxes living;

    /**
     * Prepares to look.
     *
     * @param client the client
     * @param living tells which records are those of sandboxes that live
     */
    public LabelledSandboxes(KubernetesClient client, LivingSandboxes living) {
        this.client = client;
        this.living = living;
    }

    /**
     * Returns the sandboxes that a spec wants to join; asks nothing where it wants to join none.
     *
     * @param spec what is asked for
     * @param key the key of the sandbox that is to join them
     * @param survey what was read of its namespaces
     * @param settings may say the labels
     * @throws PreflightException if there is none with these labels, or one cannot be joined
     */
    public List<ForeignSandbox> of(SandboxSpec spec, RoutingKey key, Survey survey, Settings settings) {
        List<SandboxLabels> asked = SandboxLabels.asked(spec, settings);
        if (asked.isEmpty()) {
            return List.of();
        }
        List<ConfigMap> records = survey.read().stream()
                .flatMap(namespace -> living.in(namespace).stream())
                .toList();
        return new SandboxMatch(key, survey, records)
                .of(asked).stream().map(record -> read(record, spec, settings)).toList();
    }

    private ForeignSandbox read(ConfigMap record, SandboxSpec spec, Settings settings) {
        RecordedSandbox recorded = SandboxMatch.recorded(record);
        RecordedDeployments forks =
                new RecordedDeployments(client, recorded, SpurlineLabels.on(record, SpurlineLabels.SANDBOX));
        List<Deployment> there = forks.list();
        ForeignSandbox sandbox = ForeignSandbox.of(record, recorded, there, spec, settings);
        List<String> missing = forks.missing(there);
        if (!missing.isEmpty()) {
            throw new PreflightException(
                    "The forks of %s cannot be joined: %s are not there yet, or no longer. Wait until that sandbox is open, and join it for as long as it is"
                            .formatted(sandbox.title(), missing));
        }
        return sandbox;
    }
}
