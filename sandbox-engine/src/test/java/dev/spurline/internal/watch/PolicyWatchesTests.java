// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.spurline.engine.CustomDefinitions;
import dev.spurline.engine.HopsCluster;
import dev.spurline.engine.TwoHops;
import dev.spurline.internal.survey.CustomKind;
import dev.spurline.internal.survey.SpurlineLabels;
import dev.spurline.internal.survey.Survey;
import dev.spurline.internal.work.EngineThreads;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetList;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What surveys take from watches is what is there. */
class PolicyWatchesTests {

    private static final CustomKind KIND = CustomKind.AUTHORIZATION_POLICY;

    @TempDir
    static Path directory;

    private static HopsCluster hops;

    private final EngineThreads workers = new EngineThreads("policies");
    private PolicyWatches watches;

    @BeforeAll
    static void start() throws Exception {
        hops = HopsCluster.start(directory, new TwoHops(), List.of(CustomDefinitions.of(KIND)));
    }

    @AfterAll
    static void stop() {
        hops.close();
    }

    @BeforeEach
    void prepare() {
        watches = new PolicyWatches(hops.client(), workers);
    }

    @AfterEach
    void end() {
        watches.close();
        workers.close();
        hops.client()
                .genericKubernetesResources(KIND.context("v1"))
                .inNamespace("hops")
                .delete();
    }

    @Test
    void goesOnWhereTheListEnded() {
        create("old", Map.of());
        begin();
        assertThat(names()).containsExactly("old");

        create("new", Map.of());
        await().untilAsserted(() -> assertThat(names()).containsExactlyInAnyOrder("old", "new"));

        delete("old");
        await().untilAsserted(() -> assertThat(names()).containsExactly("new"));
    }

    @Test
    void whatCameSinceTheSurveyIsInTheLaterOne() {
        create("old", Map.of());
        Survey survey = begin();
        assertThat(watches.in(survey)).isSameAs(survey);

        create("new", Map.of());

        await().untilAsserted(() -> assertThat(watches.in(survey).all(KIND))
                .extracting(object -> object.getMetadata().getName())
                .containsExactlyInAnyOrder("old", "new"));
        assertThat(watches.in(survey).services()).isEqualTo(survey.services()).isNotEmpty();
    }

    @Test
    void copiesOfSandboxesChangeNothing() {
        Survey survey = begin();

        create("copy", Map.of(SpurlineLabels.SANDBOX, "k7f3q5tbma"));

        await().untilAsserted(() -> assertThat(names()).containsExactly("copy"));
        assertThat(watches.in(survey)).isSameAs(survey);
    }

    @Test
    void builtInKindsAreKnownInTheSameWay() {
        var budgets = hops.client().policy().v1().podDisruptionBudget().inNamespace("hops");
        PodDisruptionBudgetList listing = budgets.list();
        watches.begin(PodDisruptionBudget.class, "hops", listing, System.nanoTime());
        await().until(() -> watches.current(PodDisruptionBudget.class, "hops").isPresent());
        Survey survey = Survey.of("hops").add(listing.getItems()).build();
        assertThat(watches.in(survey)).isSameAs(survey);

        budgets.resource(new PodDisruptionBudgetBuilder()
                        .withNewMetadata()
                        .withName("back")
                        .endMetadata()
                        .withNewSpec()
                        .withNewMaxUnavailable(1)
                        .withNewSelector()
                        .addToMatchLabels("app", "back")
                        .endSelector()
                        .endSpec()
                        .build())
                .create();

        await().untilAsserted(() -> assertThat(watches.in(survey).podDisruptionBudgets())
                .extracting(budget -> budget.getMetadata().getName())
                .containsExactly("back"));
        budgets.withName("back").delete();
        await().untilAsserted(() -> assertThat(watches.in(survey)).isSameAs(survey));
    }

    /** A connection may be cut without anybody's notice. */
    @Test
    void whatHasBeenSilentForLongIsNotKnown() {
        watches = new PolicyWatches(hops.client(), workers, Duration.ZERO);
        Survey survey = begin(0);
        create("new", Map.of());

        assertThat(watches.current(KIND, "v1", "hops")).isEmpty();
        assertThat(watches.in(survey)).isSameAs(survey);
    }

    private Survey begin() {
        Survey survey = begin(System.nanoTime());
        await().until(() -> watches.current(KIND, "v1", "hops").isPresent());
        return survey;
    }

    private Survey begin(long asked) {
        GenericKubernetesResourceList listing = hops.client()
                .genericKubernetesResources(KIND.context("v1"))
                .inNamespace("hops")
                .list();
        watches.begin(KIND, "v1", "hops", listing, asked);
        return Survey.of("hops")
                .serves(KIND, "v1")
                .add(listing.getItems())
                .add(hops.client().services().inNamespace("hops").list().getItems())
                .build();
    }

    private List<String> names() {
        return watches.current(KIND, "v1", "hops").orElseThrow().stream()
                .map(object -> object.getMetadata().getName())
                .toList();
    }

    private static void create(String name, Map<String, String> labels) {
        GenericKubernetesResource policy = new GenericKubernetesResource();
        policy.setApiVersion(KIND.group() + "/v1");
        policy.setKind(KIND.kind());
        policy.setMetadata(new ObjectMetaBuilder()
                .withName(name)
                .withNamespace("hops")
                .withLabels(labels)
                .build());
        hops.client().resource(policy).create();
    }

    private static void delete(String name) {
        hops.client()
                .genericKubernetesResources(KIND.context("v1"))
                .inNamespace("hops")
                .withName(name)
                .delete();
    }
}
