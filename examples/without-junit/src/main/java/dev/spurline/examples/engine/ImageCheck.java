// SPDX-License-Identifier: Apache-2.0
package dev.spurline.examples.engine;

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
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/** Tries an image of {@code word} beside the one that runs; a pipeline can call it before it deploys the image. */
public final class ImageCheck {

    private ImageCheck() {}

    /**
     * Ends with 1 if the image does not answer as it should.
     *
     * @param arguments the image
     */
    public static void main(String... arguments) throws IOException, InterruptedException {
        System.exit(isGood(arguments[0]) ? 0 : 1);
    }

    static boolean isGood(String image) throws IOException, InterruptedException {
        SandboxSpec spec = SandboxSpec.builder()
                .owner("image check")
                .fork(ForkSpec.of("word").image(image))
                .build();
        try (SandboxEngine engine = SandboxEngine.connect(ClusterSettings.from(Settings.standard()));
                LiveSandbox sandbox = engine.open(spec)) {
            HttpResponse<String> answer = ask(sandbox, sandbox.uri("word"));
            boolean served = sandbox.evidence().forks().get(0).reached();
            System.out.printf("%s: %d %s, served by the fork: %b%n", image, answer.statusCode(), answer.body(), served);
            return answer.statusCode() == 200 && served;
        }
    }

    private static HttpResponse<String> ask(LiveSandbox sandbox, URI uri) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri);
        sandbox.headers().forEach(request::header);
        sandbox.sent(uri);
        return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
    }
}
