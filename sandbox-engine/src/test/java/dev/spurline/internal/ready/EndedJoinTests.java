// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.ready;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.spurline.ForkFailedException;
import dev.spurline.LiveSandbox;
import dev.spurline.RoutingKey;
import dev.spurline.SandboxEngine;
import dev.spurline.engine.HopsCluster;
import dev.spurline.internal.live.JoinedRoutes;
import dev.spurline.internal.plan.RecordedSandbox;
import dev.spurline.internal.plan.SandboxPlan;
import dev.spurline.internal.survey.CustomKind;
import dev.spurline.internal.survey.PermissionQuery;
import dev.spurline.internal.survey.ServedKinds;
import dev.spurline.internal.survey.SpurlineLabels;
import dev.spurline.internal.watch.ClusterAccess;
import dev.spurline.internal.watch.NamespaceViews;
import dev.spurline.internal.watch.PolicyWatches;
import dev.spurline.internal.work.Deadline;
import dev.spurline.internal.work.EngineThreads;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A sandbox that is joined may end between the moment when it was found and the first look of a watch. */
class EndedJoinTests {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final PermissionQuery ALL = (verb, group, resource, namespace) -> true;

    @TempDir
    static Path directory;

    private static HopsCluster hops;
    private static SandboxPlan found;
    private static String engine;
    private static EngineThreads workers;

    @BeforeAll
    static void openAndClose() throws Exception {
        hops = HopsCluster.start(directory);
        workers = new EngineThreads("e1");
        try (SandboxEngine opener = SandboxEngine.connect(hops.settings(PATIENCE));
                LiveSandbox theirs = opener.open(HopsCluster.backForked())) {
            ConfigMap record = hops.client()
                    .configMaps()
                    .inNamespace("hops")
                    .withName("spurline-" + theirs.key())
                    .get();
            List<Deployment> deployments = hops.client()
                    .apps()
                    .deployments()
                    .inNamespace("hops")
                    .withLabel(SpurlineLabels.SANDBOX, theirs.key().value())
                    .list()
                    .getItems();
            engine = SpurlineLabels.on(record, SpurlineLabels.ENGINE);
            found = RecordedSandbox.in(record)
                    .orElseThrow()
                    .plan(record, deployments, HopsCluster.backForked(), name -> Optional.empty());
        }
        await().atMost(PATIENCE).until(() -> hops.objects(found.key().value()).isEmpty());
    }

    @AfterAll
    static void stop() {
        workers.close();
        hops.close();
    }

    @Test
    void whoeverWaitsForItsForksIsToldAtOnce() {
        String gone = "Deployment [hops/back-%s]".formatted(found.key());
        Queue<String> told = new ConcurrentLinkedQueue<>();
        try (NamespaceViews views = views();
                ForkWatch watch = ForkWatch.ofOthers(access(views), found)) {
            watch.follow(reason -> {}, told::add, pod -> {});

            assertThatThrownBy(() -> watch.await(Deadline.in(PATIENCE)))
                    .isInstanceOf(ForkFailedException.class)
                    .hasMessage(
                            "Sandbox [%s] cannot be joined: %s of its fork is no longer there. Whoever opened it has closed it, or has ended itself; open it for as long as it is joined, and run the tests again",
                            found.key(), gone);
            assertThat(told).containsExactly(gone);
        }
    }

    @Test
    void itsRoutesAreKnownToHaveGone() {
        AtomicInteger ends = new AtomicInteger();
        try (NamespaceViews views = views();
                JoinedRoutes routes = new JoinedRoutes(List.of(views.of("hops")), workers, found.key())) {
            routes.followKnown(ends::incrementAndGet);

            await().atMost(PATIENCE).until(() -> ends.get() > 0);
        }
    }

    /** One that is still opened has none yet. */
    @Test
    void routesThatAreStillToComeAreNoEnd() {
        AtomicInteger ends = new AtomicInteger();
        try (NamespaceViews views = views();
                JoinedRoutes coming =
                        new JoinedRoutes(List.of(views.of("hops")), workers, new RoutingKey("kaaaaaaaaa"));
                JoinedRoutes known = new JoinedRoutes(List.of(views.of("hops")), workers, found.key())) {
            AtomicInteger others = new AtomicInteger();
            coming.follow(ends::incrementAndGet);
            known.followKnown(others::incrementAndGet);

            await().atMost(PATIENCE).until(() -> others.get() > 0);
            assertThat(ends).hasValue(0);
        }
    }

    private static NamespaceViews views() {
        ServedKinds served = new ServedKinds(Map.of(CustomKind.HTTP_ROUTE, "v1"));
        return new NamespaceViews(hops.client(), workers, () -> served, ALL, engine, Duration.ofMinutes(1));
    }

    private static ClusterAccess access(NamespaceViews views) {
        return new ClusterAccess(hops.client(), workers, ALL, views, new PolicyWatches(hops.client(), workers));
    }
}
