// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.corridor;

import dev.spurline.LiveFork;
import dev.spurline.PreflightException;
import dev.spurline.RouteNotLiveException;
import dev.spurline.SandboxSpec;
import dev.spurline.Settings;
import dev.spurline.internal.apply.JoinMark;
import dev.spurline.internal.live.JoinedRoutes;
import dev.spurline.internal.live.RouteLiveness;
import dev.spurline.internal.plan.ForkCoverage;
import dev.spurline.internal.plan.PlannedFork;
import dev.spurline.internal.plan.RecordedSandbox;
import dev.spurline.internal.plan.SandboxPlan;
import dev.spurline.internal.routing.RoutingChoice;
import dev.spurline.internal.secrets.SecretRedactor;
import dev.spurline.internal.survey.SpurlineLabels;
import dev.spurline.internal.watch.ClusterAccess;
import dev.spurline.internal.work.Deadline;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Joins a sandbox that another engine has opened and closes: nothing of it is written but the mark that there is one more who
 * sends requests.
 */
public final class SandboxJoiner {

    private static final Logger LOG = LoggerFactory.getLogger(SandboxJoiner.class);
    private static final Duration COUNTED = Duration.ofSeconds(5);

    private final ClusterAccess cluster;
    private final SandboxAssembly assembly;
    private final Settings settings;
    private final SandboxSpec spec;
    private final ConfigMap record;
    private final Deadline deadline;

    /**
     * Prepares to join.
     *
     * @param cluster has views of what the engine that opened it has made
     * @param assembly puts together what the sandbox is reached by
     * @param settings say images, and which values are secrets
     * @param spec what is asked for
     * @param record the record of the sandbox
     * @param deadline by when it must be joined
     */
    public SandboxJoiner(
            ClusterAccess cluster,
            SandboxAssembly assembly,
            Settings settings,
            SandboxSpec spec,
            ConfigMap record,
            Deadline deadline) {
        this.cluster = cluster;
        this.assembly = assembly;
        this.settings = settings;
        this.spec = spec;
        this.record = record;
        this.deadline = deadline;
    }

    /**
     * Joins it.
     *
     * @param engine the id of this engine
     * @param begun told of the sandbox as soon as it is to be closed
     * @param ended told when it has been left
     * @return the sandbox, live
     * @throws PreflightException if it is not what the spec asks for, or not reached by headers alone
     */
    public OpenSandbox join(String engine, Consumer<OpenSandbox> begun, Consumer<OpenSandbox> ended) {
        OpeningSteps steps = new OpeningSteps();
        RecordedSandbox there = recorded();
        RecordedDeployments recorded = new RecordedDeployments(cluster.client(), there, key());
        List<Deployment> deployments = recorded.list();
        SandboxPlan plan = there.plan(record, deployments, spec, settings);
        new SecretRedactor(plan.mask()).during(() -> {
            refuseUncovered(there, deployments);
            return true;
        });
        new JoinMark(cluster.client()).write(record, engine);
        OpenSandbox sandbox = assembly.joined(plan, recorded.namespaces(), ended);
        begun.accept(sandbox);
        try {
            enter(sandbox, plan, there, steps);
            return sandbox;
        } catch (RuntimeException | Error e) {
            sandbox.close();
            throw e;
        }
    }

    private String key() {
        return SpurlineLabels.on(record, SpurlineLabels.SANDBOX);
    }

    private RecordedSandbox recorded() {
        RecordedSandbox there = RecordedSandbox.in(record)
                .orElseThrow(() -> new PreflightException(
                        "Sandbox [%s] cannot be joined: ConfigMap [%s/%s] does not tell how its forks are reached. Either the sandbox has another namespace for its own, to be set with spurline.namespace, or another version of Spurline has opened it"
                                .formatted(
                                        key(),
                                        record.getMetadata().getNamespace(),
                                        record.getMetadata().getName())));
        if (there.routing() == RoutingChoice.OVERRIDES) {
            throw new PreflightException(
                    "Sandbox [%s] cannot be joined: it was opened with spurline.routing=overrides, where requests say where the forks are, and only who opened it knows that. Open one for this class, or open it with another routing"
                            .formatted(key()));
        }
        return there;
    }

    private void refuseUncovered(RecordedSandbox there, List<Deployment> deployments) {
        ForkCoverage coverage =
                ForkCoverage.of(spec, record.getMetadata().getNamespace(), settings, there, deployments);
        if (!coverage.differences().isEmpty()) {
            throw new PreflightException(
                    "Sandbox [%s] of [%s] is not what [%s] asks for: %s. Open it with that, change what the class asks for, or leave spurline.join out"
                            .formatted(
                                    key(),
                                    RecordedSandbox.owner(record),
                                    spec.owner(),
                                    String.join("; ", coverage.differences())));
        }
        coverage.doubts().forEach(doubt -> LOG.warn("Sandbox {}: {}", key(), doubt));
    }

    private void enter(OpenSandbox sandbox, SandboxPlan plan, RecordedSandbox there, OpeningSteps steps) {
        SandboxStations stations = sandbox.stations();
        stations.forks()
                .follow(
                        // Who opened it removes a fork that others select, and then it is gone.
                        reason -> {},
                        what -> sandbox.left(ending("%s of its fork is no longer there".formatted(what))),
                        stations.evidence()::expect);
        JoinedRoutes routes = routes(sandbox, there);
        Map<PlannedFork, LiveFork> live = ready(stations);
        steps.done("ready");
        if (there.routed()) {
            awaitRoutes(routes);
        }
        stations.evidence().awaitBegun(COUNTED);
        steps.done("live");
        sandbox.refuseIfBroken();
        sandbox.handOver(live, there.routed() ? RouteLiveness.JOINED : RouteLiveness.NONE, steps.steps());
        tell(plan, live);
    }

    private Map<PlannedFork, LiveFork> ready(SandboxStations stations) {
        Map<PlannedFork, LiveFork> live = new LinkedHashMap<>();
        stations.forks().await(deadline).forEach((fork, pod) -> {
            stations.evidence().begin(fork, pod);
            live.put(fork, LiveForks.of(fork, pod, Duration.ZERO));
        });
        return live;
    }

    private void awaitRoutes(JoinedRoutes routes) {
        if (!routes.await(deadline)) {
            throw new RouteNotLiveException(
                    "Sandbox [%s] cannot be joined: it has no routes %s. Whoever opens it has not come so far, or is closing it; give it longer with timeout"
                            .formatted(key(), deadline.within()));
        }
    }

    private JoinedRoutes routes(OpenSandbox sandbox, RecordedSandbox there) {
        Set<String> namespaces = new RecordedDeployments(cluster.client(), there, key()).namespaces();
        namespaces.add(sandbox.namespace());
        JoinedRoutes routes = new JoinedRoutes(
                namespaces.stream().map(cluster.views()::of).toList(), cluster.workers(), sandbox.key());
        sandbox.onClose(routes::close);
        routes.follow(() -> sandbox.left(ending("its routes are no longer there")));
        return routes;
    }

    private String ending(String what) {
        return "Sandbox [%s] has ended while [%s] had joined it: %s. Whoever opened it for [%s] has closed it, or has ended itself; open it for as long as it is joined, and run the tests again"
                .formatted(key(), spec.owner(), what, RecordedSandbox.owner(record));
    }

    private void tell(SandboxPlan plan, Map<PlannedFork, LiveFork> live) {
        LOG.info(
                "Sandbox {} of {} is joined by {} in namespace {} after {} ms: {}; it is not closed here",
                plan.key(),
                RecordedSandbox.owner(record),
                spec.owner(),
                plan.namespace(),
                deadline.elapsed().toMillis(),
                live.values().stream()
                        .map(fork -> "%s as %s with image %s".formatted(fork.workload(), fork.name(), fork.image()))
                        .collect(Collectors.joining(", ")));
    }
}
