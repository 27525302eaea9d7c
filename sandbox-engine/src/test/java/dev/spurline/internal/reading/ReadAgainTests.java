// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.spurline.RoutingKey;
import dev.spurline.engine.HopsCluster;
import dev.spurline.engine.TwoHops;
import dev.spurline.internal.survey.PermissionQuery;
import dev.spurline.internal.survey.SpurlineLabels;
import dev.spurline.internal.survey.Survey;
import dev.spurline.internal.watch.PolicyWatches;
import dev.spurline.internal.work.EngineThreads;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the second and later sandboxes of an engine read, and what they share with each other. */
class ReadAgainTests {

    private static final PermissionQuery ALL = (verb, group, resource, namespace) -> true;
    private static final String OF_SANDBOX = "back-k7f3q5tbma";

    @TempDir
    Path directory;

    private HopsCluster hops;
    private EngineThreads workers;
    private PolicyWatches policies;
    private SurveyReader reader;

    @BeforeEach
    void start() throws Exception {
        hops = HopsCluster.start(directory, new TwoHops(), List.of());
        workers = new EngineThreads("reading");
        policies = new PolicyWatches(hops.client(), workers);
        reader = new SurveyReader(hops.client(), workers, ALL, policies);
        reader.keep(List.of("hops"));
        create(OF_SANDBOX, SpurlineLabels.of(new RoutingKey("k7f3q5tbma"), "engine"));
    }

    @AfterEach
    void stop() {
        policies.close();
        workers.close();
        hops.close();
    }

    @Test
    void whatBelongsToASandboxIsReadTheFirstTimeAlone() {
        Survey first = read();
        Survey second = read();

        assertThat(first.sandboxes()).isTrue();
        assertThat(names(first)).contains("front", "back", OF_SANDBOX);
        assertThat(second.sandboxes()).isFalse();
        assertThat(names(second)).contains("front", "back").doesNotContain(OF_SANDBOX);
    }

    @Test
    void whatSandboxesShareIsReadEachTime() {
        create("shared", SpurlineLabels.shared("back"));
        read();

        assertThat(names(read())).contains("shared");
    }

    @Test
    void whoFindsTheSameKeepsTheSame() {
        Survey second = readUntilNothingChanges();
        create("back-j7f3q5tbma", SpurlineLabels.of(new RoutingKey("j7f3q5tbma"), "engine"));
        Survey third = read();

        assertThat(third).isSameAs(second);
    }

    @Test
    void whoFindsSomethingElseKeepsOnlyThat() {
        Survey second = readUntilNothingChanges();

        create("new", Map.of());
        Survey third = read();

        assertThat(names(third)).contains("new");
        assertThat(service(third, "back")).isSameAs(service(second, "back"));
        assertThat(third.deployments())
                .hasSize(2)
                .zipSatisfy(
                        second.deployments(), (now, before) -> assertThat(now).isSameAs(before));
    }

    /** A cluster that has just started writes some status yet, and watches are about to show what was listed. */
    private Survey readUntilNothingChanges() {
        AtomicReference<Survey> last = new AtomicReference<>(read());
        return await().until(this::read, now -> now == last.getAndSet(now));
    }

    private Survey read() {
        return reader.shared(reader.readAgain("hops", List.of(), Map.of(), Set.of()));
    }

    private void create(String name, Map<String, String> labels) {
        KubernetesClient client = hops.client();
        client.resource(new ServiceBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withNamespace("hops")
                        .withLabels(labels)
                        .endMetadata()
                        .withNewSpec()
                        .addNewPort()
                        .withPort(80)
                        .endPort()
                        .endSpec()
                        .build())
                .create();
    }

    private static List<String> names(Survey survey) {
        return survey.services().stream()
                .map(service -> service.getMetadata().getName())
                .toList();
    }

    private static Service service(Survey survey, String name) {
        return survey.services().stream()
                .filter(service -> service.getMetadata().getName().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
