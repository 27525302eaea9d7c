// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.plan;

import dev.spurline.SandboxSpec;
import dev.spurline.Settings;
import dev.spurline.internal.survey.SpurlineLabels;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.Collection;
import java.util.List;

/**
 * A sandbox that somebody else has opened, and whose forks requests of another sandbox reach, too.
 *
 * @param record its record
 * @param recorded what the record tells
 * @param plan what its forks are and how they are reached; it is not to be performed
 */
public record ForeignSandbox(ConfigMap record, RecordedSandbox recorded, SandboxPlan plan) {

    /**
     * Takes what was read of a sandbox.
     *
     * @param deployments the Deployments of its forks
     * @param spec what is asked for by who joins
     * @param settings say which values are secrets
     */
    public static ForeignSandbox of(
            ConfigMap record,
            RecordedSandbox recorded,
            Collection<Deployment> deployments,
            SandboxSpec spec,
            Settings settings) {
        return new ForeignSandbox(record, recorded, recorded.plan(record, deployments, spec, settings));
    }

    /** Returns its routing key. */
    public String key() {
        return plan.key().value();
    }

    /** Returns the engine label of its objects. */
    public String engine() {
        return SpurlineLabels.on(record, SpurlineLabels.ENGINE);
    }

    /** Returns for whom it was opened. */
    public String owner() {
        return RecordedSandbox.owner(record);
    }

    /** Returns its forks that have a Service: no request reaches another one. */
    public List<PlannedFork> forks() {
        return plan.forks().stream().filter(fork -> !fork.services().isEmpty()).toList();
    }

    /** Returns the pod template of one of its forks. */
    PodTemplateSpec template() {
        return ((Deployment) plan.steps().get(0).object()).getSpec().getTemplate();
    }

    /** Returns it by key and owner, as in messages. */
    public String title() {
        return title(record);
    }

    /** Returns a sandbox by key and owner, as in messages. */
    static String title(ConfigMap record) {
        return "sandbox [%s] of [%s]"
                .formatted(SpurlineLabels.on(record, SpurlineLabels.SANDBOX), RecordedSandbox.owner(record));
    }
}
