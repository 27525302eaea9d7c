// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spurline.embedded.internal.apiserver.ApiServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A key that stands twice in YAML, by the parameter {@code fieldValidation}. */
class YamlBodyTests {

    private static final String DOUBLED = """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: %s}
            data:
              one: "1"
              one: "2"
            """;
    private static final String COMPLAINT = "line 6: key \\\"one\\\" already set in map";

    private static ApiServer server;

    @BeforeAll
    static void start() {
        server = ApiServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "POST, configmaps?, application/yaml, ConfigMap in version \\\"v1\\\" cannot be handled as a ConfigMap: strict decoding error: yaml: unmarshal errors:",
        "PATCH, configmaps/a?fieldManager=test&, application/apply-patch+yaml, error strict decoding YAML: error converting YAML to JSON: yaml: unmarshal errors:"
    })
    void isRefusedByStrictValidation(String method, String path, String type, String problem) throws Exception {
        HttpResponse<String> reply = send(method, path + "fieldValidation=Strict", type, "a");

        assertThat(reply.statusCode()).isEqualTo(400);
        assertThat(reply.body()).contains("\"message\":\"" + problem + "\\n  " + COMPLAINT + "\"");
    }

    @Test
    void isWarnedOfByDefault() throws Exception {
        HttpResponse<String> reply =
                send("PATCH", "configmaps/warned?fieldManager=test", "application/apply-patch+yaml", "warned");

        assertThat(reply.body()).contains("\"one\":\"2\"");
        assertThat(reply.headers().allValues("Warning"))
                .containsExactly("299 - \"yaml: unmarshal errors:  " + COMPLAINT + "\"");
    }

    @Test
    void isTakenWithoutAWord() throws Exception {
        HttpResponse<String> reply = send("POST", "configmaps?fieldValidation=Ignore", "application/yaml", "taken");

        assertThat(List.of(reply.statusCode(), reply.headers().allValues("Warning")))
                .isEqualTo(List.of(201, List.of()));
    }

    private static HttpResponse<String> send(String method, String path, String type, String name)
            throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(server.plainUrl() + "/api/v1/namespaces/default/" + path))
                                .header("Authorization", "Bearer " + server.adminToken())
                                .header("Content-Type", type)
                                .method(method, BodyPublishers.ofString(DOUBLED.formatted(name)))
                                .build(),
                        BodyHandlers.ofString());
    }
}
