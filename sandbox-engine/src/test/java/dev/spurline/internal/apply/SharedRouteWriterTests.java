// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.spurline.RoutingKey;
import dev.spurline.SandboxException;
import dev.spurline.internal.routing.SharedRoute;
import dev.spurline.internal.text.JsonTrees;
import dev.spurline.internal.work.EngineThreads;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.ObjIntConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SharedRouteWriterTests {

    private static final String ONE = "kaaaaaaaa2";
    private static final String TWO = "kaaaaaaaa3";
    private static final String THREE = "kaaaaaaaa4";

    /** What a sandbox may add to a root, its slot and its share of an owner included. */
    private static final int BYTES = 150;

    private static SharedRouteCluster cluster;
    private static EngineThreads workers;
    private static SharedRouteWriter writer;

    @BeforeAll
    static void start() {
        cluster = new SharedRouteCluster();
        workers = new EngineThreads("shared");
        writer = new SharedRouteWriter(cluster.client(), workers, SeenRoutes.NONE);
    }

    @AfterAll
    static void stop() {
        workers.close();
        cluster.close();
    }

    @AfterEach
    void clean() {
        cluster.clean();
    }

    @Test
    void theFirstSandboxMakesTheObjectAndTheLastRemovesIt() {
        OwnerReference engine = cluster.anchor("e1");
        cluster.record(ONE, "e1", engine);

        HasMetadata made = writer.join(cluster.root(ONE), Optional.of(engine));
        SharedRoute root = cluster.there().orElseThrow();

        assertThat(root.keys()).containsExactly(ONE);
        assertThat(owners(root)).containsExactly(engine.getUid());
        assertThat(made.getMetadata().getUid())
                .isEqualTo(root.object().getMetadata().getUid());

        writer.leave(root, ONE::equals);

        assertThat(cluster.there()).isEmpty();
    }

    @Test
    void nothingIsWrittenWhereNothingDiffers() {
        OwnerReference engine = cluster.anchor("e1");
        cluster.record(ONE, "e1", engine);
        cluster.record(TWO, "e1", engine);
        writer.join(cluster.root(ONE), Optional.of(engine));
        writer.join(cluster.root(TWO), Optional.of(engine));
        String version = version();

        writer.join(cluster.root(ONE), Optional.of(engine));
        writer.join(cluster.root(TWO), Optional.of(engine));
        writer.leave(cluster.there().orElseThrow(), THREE::equals);

        assertThat(version()).isEqualTo(version);
    }

    /** Ten engines at once, each ten times: an attempt that comes too late is made anew from what is there then. */
    @Test
    void aHundredSandboxesOfTenEnginesLoseNoSlotAndTakeLittleRoom() {
        List<String> keys = IntStream.range(0, 100)
                .mapToObj(number -> RoutingKey.random().value())
                .toList();
        List<OwnerReference> engines = IntStream.range(0, 10)
                .mapToObj(number -> cluster.anchor("e" + number))
                .toList();
        IntStream.range(0, 100).forEach(i -> cluster.record(keys.get(i), "e" + i % 10, engines.get(i % 10)));
        cluster.record(ONE, "e0", engines.get(0));
        writer.join(cluster.root(ONE), Optional.of(engines.get(0)));
        int before = size();

        atOnce((engine, i) -> engine.join(cluster.root(keys.get(i)), Optional.of(engines.get(i % 10))));

        assertThat(cluster.there().orElseThrow().keys())
                .contains(ONE)
                .containsAll(keys)
                .hasSize(101);
        assertThat(owners(cluster.there().orElseThrow()))
                .containsExactlyInAnyOrderElementsOf(
                        engines.stream().map(OwnerReference::getUid).toList());
        assertThat((size() - before) / 100).isBetween(50, BYTES);

        atOnce((engine, i) -> engine.leave(cluster.there().orElseThrow(), keys.get(i)::equals));

        assertThat(cluster.there().orElseThrow().keys()).containsExactly(ONE);
        // Whoever was in a hurry has left owners behind that hold nothing.
        writer.leave(cluster.there().orElseThrow(), TWO::equals);
        assertThat(owners(cluster.there().orElseThrow()))
                .containsExactly(engines.get(0).getUid());
    }

    private static void atOnce(ObjIntConsumer<SharedRouteWriter> task) {
        EngineThreads.joinAll(IntStream.range(0, 10)
                .mapToObj(engine -> workers.run(() -> {
                    SharedRouteWriter own = new SharedRouteWriter(cluster.client(), workers, SeenRoutes.NONE);
                    IntStream.range(0, 10).forEach(round -> task.accept(own, 10 * round + engine));
                }))
                .toList());
    }

    @Test
    void whoJoinsWhileTheLastLeavesIsNotLost() {
        OwnerReference one = cluster.anchor("e1");
        OwnerReference two = cluster.anchor("e2");
        cluster.record(ONE, "e1", one);
        cluster.record(TWO, "e2", two);
        writer.join(cluster.root(ONE), Optional.of(one));
        SharedRoute readByTheLeaver = cluster.there().orElseThrow();
        writer.join(cluster.root(TWO), Optional.of(two));

        writer.leave(readByTheLeaver, ONE::equals);

        assertThat(cluster.there().orElseThrow().keys()).containsExactly(TWO);
        assertThat(owners(cluster.there().orElseThrow())).containsExactly(two.getUid());
    }

    @Test
    void aSandboxWithoutRecordIsDroppedByTheNextWriter() {
        OwnerReference engine = cluster.anchor("e1");
        OwnerReference dead = cluster.anchor("e2");
        cluster.record(ONE, "e1", engine);
        cluster.record(TWO, "e2", dead);
        writer.join(cluster.root(ONE), Optional.of(engine));
        writer.join(cluster.root(TWO), Optional.of(dead));
        cluster.forget(TWO);
        cluster.record(THREE, "e1", engine);

        writer.join(cluster.root(THREE), Optional.of(engine));

        assertThat(cluster.there().orElseThrow().keys()).containsExactly(ONE, THREE);
        assertThat(owners(cluster.there().orElseThrow())).containsExactly(engine.getUid());
    }

    @Test
    void theLastOneWhoLivesTakesTheDeadAlong() {
        OwnerReference engine = cluster.anchor("e1");
        cluster.record(ONE, "e1", engine);
        cluster.record(TWO, "e1", engine);
        writer.join(cluster.root(ONE), Optional.of(engine));
        writer.join(cluster.root(TWO), Optional.of(engine));
        cluster.forget(TWO);

        writer.leave(cluster.there().orElseThrow(), ONE::equals);

        assertThat(cluster.there()).isEmpty();
    }

    /** The garbage collector removes an object when the last of its owners has gone. */
    @Test
    void theObjectSurvivesTheDeathOfOneEngineAndGoesWithTheLast() {
        OwnerReference one = cluster.anchor("e1");
        OwnerReference two = cluster.anchor("e2");
        cluster.record(ONE, "e1", one);
        cluster.record(TWO, "e2", two);
        writer.join(cluster.root(ONE), Optional.of(one));
        writer.join(cluster.root(TWO), Optional.of(two));

        cluster.remove(one);

        await().untilAsserted(
                        () -> assertThat(owners(cluster.there().orElseThrow())).containsExactly(two.getUid()));
        assertThat(cluster.there().orElseThrow().keys()).containsExactly(ONE, TWO);

        cluster.remove(two);

        await().untilAsserted(() -> assertThat(cluster.there()).isEmpty());
    }

    @Test
    void whatDerivesFromSomebodysRouteGoesWithTheRecords() {
        OwnerReference engine = cluster.anchor("e1");
        ConfigMap one = cluster.record(ONE, "e1", engine);
        ConfigMap two = cluster.record(TWO, "e1", engine);
        writer.join(cluster.root(ONE), Optional.of(owner(one)));
        writer.join(cluster.root(TWO), Optional.of(owner(two)));

        cluster.forget(ONE);

        await().untilAsserted(() -> assertThat(owners(cluster.there().orElseThrow()))
                .containsExactly(two.getMetadata().getUid()));

        cluster.forget(TWO);

        await().untilAsserted(() -> assertThat(cluster.there()).isEmpty());
    }

    @Test
    void anObjectOfSomebodyElseIsLeftAlone() {
        GenericKubernetesResource users = cluster.root(ONE).object();
        users.getMetadata().getLabels().clear();
        cluster.client().resource(users).create();

        assertThatThrownBy(() -> writer.join(cluster.root(TWO), Optional.of(cluster.anchor("e1"))))
                .isInstanceOf(SandboxException.class)
                .hasMessage(
                        "Sandboxes cannot share [VirtualService shop/spurline-back]: there is one of that name that Spurline has not made, as it lacks the label [spurline.dev/shared]. Give it another name");
    }

    /** What stands in a slot has rules in place of slots: an engine that does not see the slot has none of those. */
    @Test
    void whoMayNotSeeTheSlotInWhichTheObjectStandsIsToldSo() {
        OwnerReference engine = cluster.anchor("e1");
        cluster.record(ONE, "e1", engine);
        cluster.record(TWO, "e1", engine);
        GenericKubernetesResource rules = cluster.root(ONE).object();
        rules.setAdditionalProperty(
                "spec",
                Map.of(
                        "http",
                        List.of(Map.of(
                                "name",
                                "spurline-" + ONE + "-0",
                                "route",
                                List.of(Map.of("destination", Map.of("host", "back")))))));
        rules.getMetadata().setAnnotations(Map.of(SharedRoute.SOURCE, "2026-01-01T00:00:00Z u-1 2 edge"));
        writer.join(new SharedRoute(rules), Optional.of(engine));
        SharedRoute blind = cluster.root(TWO);
        blind.object().getMetadata().setAnnotations(Map.of("spurline.dev/knows-routes-of", "shop"));

        assertThatThrownBy(() -> writer.join(blind, Optional.of(engine)))
                .isInstanceOf(SandboxException.class)
                .hasMessage(
                        "Joining [VirtualService shop/spurline-back] failed: sandboxes of others share it by a VirtualService in namespace [edge], which may not be read: grant list on virtualservices there, or wait until they have ended");
        assertThat(cluster.there().orElseThrow().keys()).containsExactly(ONE);
    }

    /** Labels of others stay, and one that the plan no longer has goes. */
    @Test
    void ofLabelsTheRevisionAloneIsChanged() {
        GenericKubernetesResource object = cluster.root(ONE).object();
        object.getMetadata().getLabels().putAll(Map.of("istio.io/rev", "canary", "team", "shop"));
        cluster.client().resource(object).create();
        GenericKubernetesResource later = cluster.root(ONE).object();

        patch(later);

        assertThat(cluster.there().orElseThrow().object().getMetadata().getLabels())
                .containsEntry("team", "shop")
                .containsKey("spurline.dev/shared")
                .doesNotContainKey("istio.io/rev");

        patch(later);
        later.getMetadata().getLabels().put("istio.io/rev", "stable");
        patch(later);

        assertThat(cluster.there().orElseThrow().object().getMetadata().getLabels())
                .containsEntry("team", "shop")
                .containsEntry("istio.io/rev", "stable");
    }

    private static void patch(GenericKubernetesResource object) {
        cluster.client()
                .resource(object)
                .patch(PlanUpdater.JSON_PATCH, PlanUpdater.patch(object).toString());
    }

    @Test
    void whatAWatchTellsLateIsReadAnew() {
        OwnerReference engine = cluster.anchor("e1");
        List.of(ONE, TWO, THREE).forEach(key -> cluster.record(key, "e1", engine));
        writer.join(cluster.root(ONE), Optional.of(engine));
        SharedRoute late = cluster.there().orElseThrow();
        writer.join(cluster.root(TWO), Optional.of(engine));

        watching(late).join(cluster.root(THREE), Optional.of(engine));

        assertThat(cluster.there().orElseThrow().keys()).containsExactly(ONE, TWO, THREE);
    }

    @Test
    void whatAWatchStillShowsIsMadeAnew() {
        OwnerReference engine = cluster.anchor("e1");
        cluster.record(ONE, "e1", engine);
        cluster.record(TWO, "e1", engine);
        writer.join(cluster.root(ONE), Optional.of(engine));
        SharedRoute gone = cluster.there().orElseThrow();
        cluster.delete();

        watching(gone).join(cluster.root(TWO), Optional.of(engine));

        assertThat(cluster.there().orElseThrow().keys()).containsExactly(TWO);
    }

    /** Somebody else has taken the entry away. */
    @Test
    void anEntryThatAWatchStillShowsIsWrittenAgain() {
        OwnerReference engine = cluster.anchor("e1");
        cluster.record(ONE, "e1", engine);
        cluster.record(TWO, "e1", engine);
        writer.join(cluster.root(ONE), Optional.of(engine));
        writer.join(cluster.root(TWO), Optional.of(engine));
        SharedRoute late = cluster.there().orElseThrow();
        writer.leave(late, TWO::equals);

        watching(late).join(cluster.root(TWO), Optional.of(engine));

        assertThat(cluster.there().orElseThrow().keys()).containsExactly(ONE, TWO);
    }

    @Test
    void rehearsesWithWhatAWatchShows() {
        OwnerReference engine = cluster.anchor("e1");
        writer.join(cluster.root(ONE), Optional.of(engine));
        SharedRoute there = cluster.there().orElseThrow();
        cluster.delete();

        assertThat(watching(there).rehearsed(cluster.root(TWO)).map(SharedRoute::new))
                .hasValueSatisfying(root -> assertThat(root.keys()).containsExactly(ONE, TWO));
    }

    @Test
    void rehearsesACreationWhereAWatchShowsNone() {
        writer.join(cluster.root(ONE), Optional.of(cluster.anchor("e1")));
        SharedRouteWriter watching =
                new SharedRouteWriter(cluster.client(), workers, (kind, namespace) -> Optional.of(List.of()));

        assertThat(watching.rehearsed(cluster.root(TWO))).isEmpty();
        assertThat(writer.rehearsed(cluster.root(TWO))).isPresent();
    }

    private static SharedRouteWriter watching(SharedRoute shown) {
        return new SharedRouteWriter(
                cluster.client(), workers, (kind, namespace) -> Optional.of(List.of(shown.object())));
    }

    /** An object that somebody's finalizer holds back must not be joined: it goes, and the entries with it. */
    @Test
    void whatIsOnItsWayOutIsMadeAnew() {
        OwnerReference engine = cluster.anchor("e1");
        cluster.record(ONE, "e1", engine);
        GenericKubernetesResource held = cluster.root(TWO).object();
        held.getMetadata().setFinalizers(List.of("example.com/held"));
        cluster.client().resource(held).create();
        cluster.delete();
        String uid = cluster.there().orElseThrow().object().getMetadata().getUid();

        CompletableFuture<HasMetadata> joining =
                workers.start(() -> writer.join(cluster.root(ONE), Optional.of(engine)));
        assertThat(joining).isNotDone();
        cluster.release();

        assertThat(EngineThreads.join(joining).getMetadata().getUid()).isNotEqualTo(uid);
        assertThat(cluster.there().orElseThrow().keys()).containsExactly(ONE);
    }

    private static List<String> owners(SharedRoute route) {
        return route.object().getMetadata().getOwnerReferences().stream()
                .map(OwnerReference::getUid)
                .toList();
    }

    private static OwnerReference owner(ConfigMap record) {
        return new OwnerReferenceBuilder()
                .withApiVersion("v1")
                .withKind("ConfigMap")
                .withName(record.getMetadata().getName())
                .withUid(record.getMetadata().getUid())
                .build();
    }

    private static String version() {
        return cluster.there().orElseThrow().object().getMetadata().getResourceVersion();
    }

    /** As the server hands it out, with whatever it keeps about who has written. */
    private static int size() {
        return JsonTrees.tree(cluster.there().orElseThrow().object())
                .toString()
                .getBytes(StandardCharsets.UTF_8)
                .length;
    }
}
