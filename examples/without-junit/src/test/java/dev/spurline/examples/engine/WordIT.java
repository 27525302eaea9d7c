// SPDX-License-Identifier: Apache-2.0
package dev.spurline.examples.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spurline.ClusterSettings;
import dev.spurline.ForkSpec;
import dev.spurline.LiveSandbox;
import dev.spurline.SandboxEngine;
import dev.spurline.SandboxSpec;
import dev.spurline.Settings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.Test;

@SuppressWarnings("NullAway.Init") // open() fills them
public class WordIT {

    private final HttpClient client = HttpClient.newHttpClient();
    private SandboxEngine engine;
    private LiveSandbox sandbox;

    @BeforeClass
    public void open() {
        engine = SandboxEngine.connect(ClusterSettings.from(Settings.standard()));
        sandbox = engine.open(SandboxSpec.builder()
                .owner(getClass().getName())
                .fork(ForkSpec.of("word").env("WORD", "fork"))
                .build());
    }

    /** The engine closes its sandboxes, too, if opening one has failed. */
    @AfterClass(alwaysRun = true)
    public void close() {
        engine.close();
    }

    @Test
    public void theForkAnswers() throws IOException, InterruptedException {
        URI uri = sandbox.uri("word");
        HttpRequest.Builder request = HttpRequest.newBuilder(uri);
        sandbox.headers().forEach(request::header);
        sandbox.sent(uri);

        assertThat(body(request)).isEqualTo("fork");
        assertThat(sandbox.evidence().forks()).allMatch(fork -> fork.reached());
    }

    @Test
    public void theBaselineAnswersOthers() throws IOException, InterruptedException {
        assertThat(body(HttpRequest.newBuilder(sandbox.baselineUri("word")))).isEqualTo("baseline");
    }

    private String body(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), BodyHandlers.ofString()).body();
    }
}
