// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.reading;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spurline.engine.HopsCluster;
import dev.spurline.engine.TwoHops;
import dev.spurline.internal.survey.CustomKind;
import dev.spurline.internal.survey.PermissionQuery;
import dev.spurline.internal.survey.Survey;
import dev.spurline.internal.watch.PolicyWatches;
import dev.spurline.internal.work.EngineThreads;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Routes of other namespaces are part of a survey where they can be followed as long as a sandbox lives. */
class FarRoutesTests {

    private static final PermissionQuery ALL = (verb, group, resource, namespace) -> true;

    /** Kubernetes grants list and watch apart from each other. */
    private static final PermissionQuery NO_FAR_WATCH =
            (verb, group, resource, namespace) -> !(verb.equals("watch") && namespace.isEmpty());

    private static final String FAR = """
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: far, namespace: yard}
            spec: {hosts: [back.hops.svc.cluster.local], http: [{route: [{destination: {host: back.hops.svc.cluster.local}}]}]}
            """;

    @TempDir
    static Path directory;

    private static HopsCluster hops;
    private static EngineThreads workers;

    @BeforeAll
    static void start() throws Exception {
        hops = HopsCluster.start(directory, new TwoHops(), List.of(TwoHops.namespace("yard"), FAR));
        workers = new EngineThreads("reading");
    }

    @AfterAll
    static void stop() {
        workers.close();
        hops.close();
    }

    @Test
    void areReadWhereTheyCanBeWatched() {
        Survey survey = read(ALL);

        assertThat(survey.all(CustomKind.VIRTUAL_SERVICE))
                .extracting(object -> object.getMetadata().getName())
                .containsExactly("far");
        assertThat(survey.unread()).isEmpty();
    }

    @Test
    void areUnknownWhereTheyCanBeListedAlone() {
        Survey survey = read(NO_FAR_WATCH);

        assertThat(survey.all(CustomKind.VIRTUAL_SERVICE)).isEmpty();
        assertThat(survey.unread()).contains(Survey.Unread.elsewhere("VirtualService", Survey.Unread.NOT_GRANTED));
    }

    private static Survey read(PermissionQuery permit) {
        try (PolicyWatches policies = new PolicyWatches(hops.client(), workers)) {
            return new SurveyReader(hops.client(), workers, permit, policies).read("hops", List.of(), Map.of());
        }
    }
}
