// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.follow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.spurline.RoutingKey;
import dev.spurline.Settings;
import dev.spurline.engine.CustomDefinitions;
import dev.spurline.engine.HopsCluster;
import dev.spurline.engine.TwoHops;
import dev.spurline.internal.anchor.AnchorIdentity;
import dev.spurline.internal.anchor.EngineAnchors;
import dev.spurline.internal.anchor.EngineLife;
import dev.spurline.internal.anchor.LeaseTerms;
import dev.spurline.internal.apply.ObjectWriter;
import dev.spurline.internal.apply.SandboxObjects;
import dev.spurline.internal.apply.SeenRoutes;
import dev.spurline.internal.apply.SharedRouteWriter;
import dev.spurline.internal.connect.ServerClock;
import dev.spurline.internal.plan.ObjectMarks;
import dev.spurline.internal.plan.OptionalRights;
import dev.spurline.internal.plan.PlanOptions;
import dev.spurline.internal.plan.Planner;
import dev.spurline.internal.plan.SandboxPlan;
import dev.spurline.internal.survey.CustomKind;
import dev.spurline.internal.survey.PermissionQuery;
import dev.spurline.internal.survey.ServedKinds;
import dev.spurline.internal.survey.ServiceMesh;
import dev.spurline.internal.survey.Survey;
import dev.spurline.internal.watch.ClusterAccess;
import dev.spurline.internal.watch.NamespaceViews;
import dev.spurline.internal.watch.PolicyWatches;
import dev.spurline.internal.work.Deadline;
import dev.spurline.internal.work.EngineThreads;
import dev.spurline.residue.ExpectedInLog;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@ExpectedInLog("cannot be followed any more")
class RouteFollowerTests {

    private static final String ENGINE = "e1";
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Settings DEFAULTS = name -> Optional.empty();
    private static final PermissionQuery ALL = (verb, group, resource, namespace) -> true;

    private static final String POLICY = """
            apiVersion: security.istio.io/v1
            kind: AuthorizationPolicy
            metadata: {name: deny, namespace: hops}
            spec: {}
            """;

    @TempDir
    static Path directory;

    private static HopsCluster hops;
    private static ClusterAccess cluster;

    @BeforeAll
    static void start() throws Exception {
        hops = HopsCluster.start(
                directory, new TwoHops(), List.of(CustomDefinitions.of(CustomKind.AUTHORIZATION_POLICY)));
        EngineThreads workers = new EngineThreads(ENGINE);
        NamespaceViews views = new NamespaceViews(
                hops.client(), workers, () -> new ServedKinds(Map.of()), ALL, ENGINE, Duration.ofMinutes(1));
        cluster = new ClusterAccess(hops.client(), workers, ALL, views, new PolicyWatches(hops.client(), workers));
    }

    @AfterAll
    static void stop() {
        cluster.views().close();
        cluster.policies().close();
        cluster.workers().close();
        hops.close();
    }

    /** As long as its views are current, the heartbeat keeps what nobody makes true any more. */
    @Test
    void anErrorMakesTheSandboxStale() {
        Reasons reasons = new Reasons();
        try (RouteFollower follower = follower(reasons, later -> {
            throw new NoClassDefFoundError("com/example/Missing");
        })) {
            cluster.views().of("hops").awaitOpened(Deadline.in(LONG));
            follower.begin();
            change();

            await().atMost(LONG).untilAsserted(() -> assertThat(reasons.told).isNotEmpty());
            assertThat(reasons.told).containsExactly("java.lang.NoClassDefFoundError: com/example/Missing");
        }
    }

    /** A watch may tell of it only after the survey was made. */
    @Test
    void aPolicyThatIsSeenLaterThanTheSurveyIsInThePlanBeforeTheRoutes() {
        Queue<Survey> planned = new ConcurrentLinkedQueue<>();
        ResourceDefinitionContext kind = CustomKind.AUTHORIZATION_POLICY.context("v1");
        cluster.policies()
                .begin(
                        CustomKind.AUTHORIZATION_POLICY,
                        "v1",
                        "hops",
                        hops.client()
                                .genericKubernetesResources(kind)
                                .inNamespace("hops")
                                .list(),
                        System.nanoTime());
        Survey survey = survey(hops.client());
        SandboxPlan plan = plan(survey);
        try (RouteFollower follower = follower(new Followed(), survey, plan, later -> {
            planned.add(later);
            return plan;
        })) {
            assertThat(follower.latest(Deadline.in(LONG))).isSameAs(plan);
            assertThat(planned).isEmpty();

            hops.client().resource(POLICY).create();
            await().until(() -> cluster.policies().in(survey) != survey);
            follower.latest(Deadline.in(LONG));
            assertThat(planned)
                    .singleElement()
                    .satisfies(later -> assertThat(later.all(CustomKind.AUTHORIZATION_POLICY))
                            .extracting(policy -> policy.getMetadata().getName())
                            .containsExactly("deny"));

            follower.latest(Deadline.in(LONG));
            assertThat(planned).hasSize(1);
        } finally {
            hops.client().resource(POLICY).delete();
        }
    }

    /** Who ends a sandbox removes its routes at once, however long a plan takes that is being made of a change. */
    @Test
    void stoppingDoesNotWaitForAPlanThatIsBeingMade() throws Exception {
        CountDownLatch planning = new CountDownLatch(1);
        CompletableFuture<Void> goOn = new CompletableFuture<>();
        Survey survey = survey(hops.client());
        SandboxPlan plan = plan(survey);
        try (RouteFollower follower = follower(new Followed(), survey, plan, later -> {
            planning.countDown();
            goOn.join();
            return plan;
        })) {
            cluster.views().of("hops").awaitOpened(Deadline.in(LONG));
            follower.begin();
            change();
            assertThat(planning.await(1, TimeUnit.MINUTES)).isTrue();

            assertThat(follower.stop()).isTrue();
            CompletableFuture<Void> idle = CompletableFuture.runAsync(follower::awaitIdle);
            assertThat(idle).isNotDone();
            goOn.complete(null);

            assertThat(idle).succeedsWithin(LONG);
            assertThat(follower.stop()).isFalse();
            assertThat(follower.latest(Deadline.in(LONG))).isSameAs(plan);
        } finally {
            goOn.complete(null);
        }
    }

    private static void change() {
        hops.client().services().inNamespace("hops").withName("back").edit(service -> {
            service.getMetadata().setAnnotations(Map.of("example.com/changed", String.valueOf(System.nanoTime())));
            return service;
        });
    }

    private static RouteFollower follower(RouteFollower.Listener listener, Function<Survey, SandboxPlan> planner) {
        Survey survey = survey(hops.client());
        return follower(listener, survey, plan(survey), planner);
    }

    private static SandboxPlan plan(Survey survey) {
        return Planner.plan(
                HopsCluster.backForked(),
                RoutingKey.random(),
                survey,
                new PlanOptions(ENGINE, DEFAULTS, List.of(), OptionalRights.PLAIN));
    }

    private static RouteFollower follower(
            RouteFollower.Listener listener, Survey survey, SandboxPlan plan, Function<Survey, SandboxPlan> planner) {
        ForeignViews foreign = new ForeignViews();
        return new RouteFollower(cluster, foreign, survey, plan, planner, objects(foreign), listener);
    }

    private static Survey survey(KubernetesClient client) {
        return Survey.of("hops")
                .mesh(ServiceMesh.ISTIO)
                .serves(CustomKind.HTTP_ROUTE, "v1")
                .serves(CustomKind.AUTHORIZATION_POLICY, "v1")
                .add(client.apps().deployments().inNamespace("hops").list().getItems())
                .add(client.services().inNamespace("hops").list().getItems())
                .build();
    }

    private static SandboxObjects objects(ForeignViews foreign) {
        EngineThreads workers = cluster.workers();
        LeaseTerms terms = LeaseTerms.of(DEFAULTS, List.of());
        EngineAnchors anchors = new EngineAnchors(
                cluster.client(),
                new ServerClock(),
                terms,
                workers,
                new AnchorIdentity(ENGINE, ObjectMarks.of(DEFAULTS)),
                foreign);
        return new SandboxObjects(
                new ObjectWriter(
                        cluster.client(), workers, new SharedRouteWriter(cluster.client(), workers, SeenRoutes.NONE)),
                workers,
                new EngineLife(ENGINE, false, terms, anchors),
                Deadline.in(LONG),
                Optional.empty());
    }

    private static final class Followed implements RouteFollower.Listener {

        @Override
        public void planned(SandboxPlan later) {}

        @Override
        public void follows(SandboxPlan later) {}

        @Override
        public void stale(String reason) {
            throw new AssertionError(reason);
        }
    }

    private static final class Reasons implements RouteFollower.Listener {

        private final Queue<String> told = new ConcurrentLinkedQueue<>();

        @Override
        public void planned(SandboxPlan later) {
            throw new AssertionError("There is no later plan");
        }

        @Override
        public void follows(SandboxPlan later) {
            throw new AssertionError("There is no later plan");
        }

        @Override
        public void stale(String reason) {
            told.add(reason);
        }
    }
}
