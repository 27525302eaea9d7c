// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.engine;

import dev.spurline.PreflightException;
import dev.spurline.RoutingKey;
import dev.spurline.SandboxException;
import dev.spurline.SandboxSpec;
import dev.spurline.internal.apply.RunRecord;
import dev.spurline.internal.apply.RunRecord.State;
import dev.spurline.internal.corridor.OpenSandbox;
import dev.spurline.internal.corridor.RecordedDeployments;
import dev.spurline.internal.corridor.SandboxJoiner;
import dev.spurline.internal.plan.RecordedSandbox;
import dev.spurline.internal.plan.SandboxLabels;
import dev.spurline.internal.preflight.JoinableSandboxes;
import dev.spurline.internal.preflight.LivingSandboxes;
import dev.spurline.internal.ready.WaitProgress;
import dev.spurline.internal.survey.SpurlineLabels;
import dev.spurline.internal.work.Deadline;
import dev.spurline.settings.Setting;
import io.fabric8.kubernetes.api.model.ConfigMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The sandboxes that this engine joins by the key that {@code spurline.join} names; others have opened them. */
final class JoinedSandboxes {

    private static final Logger LOG = LoggerFactory.getLogger(JoinedSandboxes.class);

    private final EngineParts parts;
    private final Optional<RoutingKey> key;
    private final JoinableSandboxes joinable;
    private final Map<String, EngineParts> ofOthers = new ConcurrentHashMap<>();

    JoinedSandboxes(EngineParts parts) {
        this.parts = parts;
        this.key = Setting.JOIN.find(parts.settings()).map(RoutingKey::new);
        this.joinable = new JoinableSandboxes(
                parts.cluster().client(),
                new LivingSandboxes(parts.cluster().client(), parts.cluster().workers()),
                parts.cluster().permit());
    }

    /** Returns the key of the sandbox that is to be joined instead of opening one. */
    Optional<RoutingKey> key() {
        return key;
    }

    /**
     * Joins the sandbox.
     *
     * @param namespace where it is
     * @param begun told of the sandbox as soon as it is to be closed
     * @param ended told when it has been left
     */
    OpenSandbox join(
            SandboxSpec spec,
            String namespace,
            Deadline deadline,
            Consumer<OpenSandbox> begun,
            Consumer<OpenSandbox> ended) {
        RoutingKey asked = key.orElseThrow();
        spec.key().filter(other -> !other.equals(asked)).ifPresent(other -> {
            throw new PreflightException(
                    "[%s] asks for the routing key [%s], and %s for that of the sandbox [%s]: leave one of them out"
                            .formatted(spec.owner(), other, Setting.JOIN.key(), asked));
        });
        SandboxLabels.asked(spec, parts.settings()).stream().findFirst().ifPresent(labels -> {
            throw new PreflightException(
                    "[%s] asks for the forks of sandboxes with the labels [%s], and %s for the sandbox [%s], which reaches what it was opened for: leave one of them out"
                            .formatted(spec.owner(), labels.text(), Setting.JOIN.key(), asked));
        });
        // Of what a guard forbids, nothing is asked.
        parts.preflight(spec, namespace, asked).checkGuards();
        ConfigMap record = opened(namespace, asked, deadline);
        EngineParts its = ofOthers.computeIfAbsent(SpurlineLabels.on(record, SpurlineLabels.ENGINE), parts::seeing);
        return new SandboxJoiner(its.cluster(), its.assembly(), parts.settings(), spec, record, deadline)
                .join(parts.life().id(), begun, ended);
    }

    /** Waits while others still open it. */
    private ConfigMap opened(String namespace, RoutingKey asked, Deadline deadline) {
        WaitProgress progress = new WaitProgress(
                System::nanoTime, text -> LOG.info("Sandbox {} cannot be joined yet: {}", asked, text));
        while (true) {
            ConfigMap record = joinable.find(namespace, asked);
            Optional<String> missing = missing(record, asked);
            if (missing.isEmpty()) {
                return record;
            }
            if (deadline.over()) {
                throw new SandboxException("Sandbox [%s] could not be joined %s: %s. Give it longer with timeout"
                        .formatted(asked, deadline.within(), missing.get()));
            }
            progress.tell(missing.get());
            Pauses.beforeLookingAgain();
        }
    }

    /** Returns what is not there yet of a sandbox that can be joined; for a fork's pod and routes is waited later. */
    private Optional<String> missing(ConfigMap record, RoutingKey asked) {
        return new RunRecord(record)
                .state()
                .filter(state -> state != State.LIVE)
                .map("it is [%s] still"::formatted)
                .or(() -> RecordedSandbox.in(record).flatMap(there -> absent(there, record, asked)));
    }

    private Optional<String> absent(RecordedSandbox there, ConfigMap record, RoutingKey asked) {
        List<String> deployments = new RecordedDeployments(parts.cluster().client(), there, asked.value()).missing();
        return deployments.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        "%s of its forks are not there: whoever opens it for [%s] has not come so far, or they were removed"
                                .formatted(deployments, RecordedSandbox.owner(record)));
    }
}
