// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.follow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.spurline.engine.HopsCluster;
import dev.spurline.engine.TwoHops;
import dev.spurline.internal.routing.RouteIndex;
import dev.spurline.internal.survey.PermissionQuery;
import dev.spurline.internal.survey.ServedKinds;
import dev.spurline.internal.survey.Survey;
import dev.spurline.internal.watch.NamespaceView;
import dev.spurline.internal.watch.NamespaceViews;
import dev.spurline.internal.work.Deadline;
import dev.spurline.internal.work.EngineThreads;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the sandboxes of an engine derive from the watches of a namespace, they derive and keep once. */
class ForeignViewsTests {

    private static final PermissionQuery ALL = (verb, group, resource, namespace) -> true;
    private static final Duration LONG = Duration.ofSeconds(30);

    @TempDir
    static Path directory;

    private static HopsCluster hops;
    private static EngineThreads workers;
    private static NamespaceViews namespaces;

    private final ForeignViews views = new ForeignViews();
    private final Survey survey = Survey.of("hops").build();

    @BeforeAll
    static void start() throws Exception {
        hops = HopsCluster.start(directory, new TwoHops(), List.of());
        workers = new EngineThreads("following");
        namespaces = new NamespaceViews(
                hops.client(), workers, () -> new ServedKinds(Map.of()), ALL, "engine", Duration.ofMinutes(1));
        namespaces.of("hops").awaitOpened(Deadline.in(LONG));
    }

    @AfterAll
    static void stop() {
        namespaces.close();
        workers.close();
        hops.close();
    }

    private ForeignView view(String follower) {
        return views.of(follower, List.of(namespaces.of("hops")));
    }

    @Test
    void sandboxesOfANamespaceShareAViewUntilTheLastHasEnded() {
        ForeignView view = view("first");
        views.begin("first");
        assertThat(view("second")).isSameAs(view);

        views.end("first");
        assertThat(view("third")).isSameAs(view);
        views.end("second");
        views.end("third");
        views.end("third");
        assertThat(view("fourth")).isNotSameAs(view);
    }

    @Test
    void anchorsDependOnAViewAsLongAsASandboxDoes() {
        NamespaceView watched = namespaces.of("hops");
        view("first");
        view("second");
        views.begin("first");
        views.begin("second");
        views.end("first");

        await().untilAsserted(() -> assertThat(views.get().proven())
                .isEqualTo(watched.foreignFreshness().proven()));

        views.end("second");
        long now = System.nanoTime();
        assertThat(views.get().proven()).isGreaterThanOrEqualTo(now);
    }

    @Test
    void whatIsDerivedIsComputedOnceUntilSomethingChanges() {
        ForeignView view = view("first");
        Survey before = view.in(survey);
        Set<String> versions = view.versions();

        assertThat(view.in(survey)).isSameAs(before);
        assertThat(RouteIndex.of(view.in(survey))).isSameAs(RouteIndex.of(before));
        assertThat(view.versions()).isSameAs(versions);
        assertThat(view.versions(before)).isSameAs(versions);

        hops.client().services().inNamespace("hops").withName("back").edit(service -> {
            service.getMetadata().setAnnotations(Map.of("example.com/changed", "yes"));
            return service;
        });
        await().atMost(LONG).until(() -> !view.versions().equals(versions));
        assertThat(view.in(survey)).isNotSameAs(before);
        assertThat(view.in(survey).services()).hasSameSizeAs(before.services());
    }
}
