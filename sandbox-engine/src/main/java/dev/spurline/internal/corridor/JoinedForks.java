// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.corridor;

import dev.spurline.internal.apply.JoinMark;
import dev.spurline.internal.live.JoinedRoutes;
import dev.spurline.internal.plan.ForeignSandbox;
import dev.spurline.internal.plan.PlannedFork;
import dev.spurline.internal.plan.SandboxPlan;
import dev.spurline.internal.ready.ForkWatch;
import dev.spurline.internal.watch.ClusterAccess;
import dev.spurline.internal.watch.EngineViews;
import dev.spurline.internal.work.Deadline;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Follows the forks of other sandboxes that requests of one reach, from before its first write until it is closed. */
final class JoinedForks implements AutoCloseable {

    private final List<Joined> all;

    /** What one of these sandboxes is seen by. */
    private record Joined(ForeignSandbox sandbox, ForkWatch forks, JoinedRoutes routes) {

        static Joined of(ForeignSandbox sandbox, ClusterAccess cluster) {
            Stream<String> namespaces = Stream.concat(
                    Stream.of(sandbox.plan().namespace()),
                    sandbox.forks().stream().map(PlannedFork::namespace));
            return new Joined(
                    sandbox,
                    ForkWatch.ofOthers(cluster, sandbox.plan()),
                    new JoinedRoutes(
                            namespaces.distinct().map(cluster.views()::of).toList(),
                            cluster.workers(),
                            sandbox.plan().key()));
        }
    }

    private JoinedForks(List<Joined> all) {
        this.all = all;
    }

    /**
     * Prepares to follow those of a plan; their views begin to open.
     *
     * @param views of what other engines have made
     */
    static JoinedForks of(SandboxPlan plan, EngineViews views) {
        return new JoinedForks(plan.joined().stream()
                .map(sandbox -> Joined.of(sandbox, views.of(sandbox.engine())))
                .toList());
    }

    /** Returns that of a sandbox that reaches no forks of others. */
    static JoinedForks none() {
        return new JoinedForks(List.of());
    }

    /**
     * Begins to follow.
     *
     * @param ended told which sandbox has ended, and by what that is seen
     * @param seen told of the forks' pods as they change
     */
    void follow(BiConsumer<ForeignSandbox, String> ended, Consumer<Pod> seen) {
        for (Joined joined : all) {
            Consumer<String> end = what -> ended.accept(joined.sandbox(), what);
            // Who opened it removes a fork that others select, and then it is gone.
            joined.forks()
                    .follow(
                            reason -> {},
                            what -> end.accept("%s of its fork is no longer there".formatted(what)),
                            seen);
            if (joined.sandbox().recorded().routed()) {
                joined.routes().followKnown(() -> end.accept("its routes are no longer there"));
            }
        }
    }

    /** Waits until all these forks are ready, and returns their pods. */
    Map<PlannedFork, Pod> await(Deadline deadline) {
        Map<PlannedFork, Pod> pods = new LinkedHashMap<>();
        all.forEach(joined -> {
            Map<PlannedFork, Pod> ready = joined.forks().await(deadline);
            joined.sandbox().forks().forEach(fork -> pods.put(fork, Objects.requireNonNull(ready.get(fork))));
        });
        return pods;
    }

    /** Writes into the record of each of these sandboxes that requests with a further key reach its forks. */
    void mark(JoinMark mark, String key) {
        all.forEach(joined -> mark.write(joined.sandbox().record(), key));
    }

    /** Returns whose a fork is, if it is not the sandbox's own. */
    Optional<ForeignSandbox> sandboxOf(PlannedFork fork) {
        return find(fork).map(Joined::sandbox);
    }

    /** Returns what follows a fork, if it is not the sandbox's own. */
    Optional<ForkWatch> watchOf(PlannedFork fork) {
        return find(fork).map(Joined::forks);
    }

    private Optional<Joined> find(PlannedFork fork) {
        return all.stream()
                .filter(joined -> joined.sandbox().forks().contains(fork))
                .findFirst();
    }

    @Override
    public void close() {
        all.forEach(joined -> {
            joined.routes().close();
            joined.forks().close();
        });
    }
}
