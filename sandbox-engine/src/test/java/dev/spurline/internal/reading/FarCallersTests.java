// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.reading;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spurline.engine.HopsCluster;
import dev.spurline.engine.TwoHops;
import dev.spurline.internal.survey.PermissionQuery;
import dev.spurline.internal.survey.Survey;
import dev.spurline.internal.watch.PolicyWatches;
import dev.spurline.internal.work.EngineThreads;
import io.fabric8.kubernetes.api.model.Pod;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pods of callers in namespaces that are not surveyed. */
class FarCallersTests {

    @TempDir
    static Path directory;

    private static HopsCluster hops;
    private static EngineThreads workers;

    @BeforeAll
    static void start() throws Exception {
        hops = HopsCluster.start(directory, new TwoHops(), List.of(TwoHops.namespace("yard")));
        workers = new EngineThreads("reading");
    }

    @AfterAll
    static void stop() {
        workers.close();
        hops.close();
    }

    @Test
    void areReadWhereTheirProxiesMayBeLookedAt() {
        Survey survey = read((verb, group, resource, namespace) -> true);

        assertThat(survey.pods()).isNotEmpty().extracting(FarCallersTests::app).containsOnly("front");
        assertThat(survey.read()).containsExactly("yard");
    }

    @ParameterizedTest
    @ValueSource(strings = {"list pods", "create pods/portforward", "get pods/portforward"})
    void areNotReadWhereThatIsNotGranted(String missing) {
        Survey survey = read((verb, group, resource, namespace) ->
                !(missing.equals(verb + " " + resource) && namespace.equals("hops")));

        assertThat(survey.pods()).isEmpty();
        assertThat(survey.unread()).noneMatch(unread -> unread.kind().equals("Pod"));
    }

    private static String app(Pod pod) {
        return pod.getMetadata().getLabels().getOrDefault("app", "");
    }

    private static Survey read(PermissionQuery permit) {
        try (PolicyWatches policies = new PolicyWatches(hops.client(), workers)) {
            return new SurveyReader(hops.client(), workers, permit, policies)
                    .read("yard", List.of(), Map.of("hops", Set.of("front")));
        }
    }
}
