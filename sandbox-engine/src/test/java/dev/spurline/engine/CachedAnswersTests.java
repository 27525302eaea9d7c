// SPDX-License-Identifier: Apache-2.0
package dev.spurline.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spurline.ClusterSettings;
import dev.spurline.LiveSandbox;
import dev.spurline.SandboxEngine;
import dev.spurline.Settings;
import dev.spurline.cluster.ClusterSpec.Mesh;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** With a cache between the first hop and the fork, which knows nothing of keys. */
class CachedAnswersTests {

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @ParameterizedTest
    @EnumSource(names = {"ISTIO", "LINKERD"})
    void anAnswerOfAForkIsNotGivenToOthers(Mesh mesh) throws Exception {
        try (SandboxEngine engine = engine(mesh, Map.of());
                LiveSandbox sandbox = engine.open(HopsCluster.backForked())) {
            assertThat(get(sandbox.uri("cache"), "/price", sandbox.headers())).isEqualTo("back forked");

            assertThat(get(sandbox.baselineUri("cache"), "/price", Map.of())).isEqualTo("back baseline");
            assertThat(get(sandbox.baselineUri("cache"), "/price", Map.of())).isEqualTo("back baseline (stored)");
        }
    }

    /** What the setting is for. */
    @Test
    void withoutTheHeaderItIs() throws Exception {
        try (SandboxEngine engine = engine(Mesh.ISTIO, Map.of("spurline.no-store", "false"));
                LiveSandbox sandbox = engine.open(HopsCluster.backForked())) {
            assertThat(get(sandbox.uri("cache"), "/price", sandbox.headers())).isEqualTo("back forked");

            assertThat(get(sandbox.baselineUri("cache"), "/price", Map.of())).isEqualTo("back forked (stored)");
        }
    }

    private static SandboxEngine engine(Mesh mesh, Map<String, String> settings) {
        return SandboxEngine.connect(ClusterSettings.from(name ->
                        Optional.ofNullable(settings.get(name)).map(text -> new Settings.Value(text, "the test")))
                .withBlueprint(new CachedHop(mesh)));
    }

    private static String get(URI service, String path, Map<String, String> headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(service.resolve(path));
        headers.forEach(request::header);
        return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
