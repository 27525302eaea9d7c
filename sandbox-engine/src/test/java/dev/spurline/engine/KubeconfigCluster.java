// SPDX-License-Identifier: Apache-2.0
package dev.spurline.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spurline.ClusterSettings;
import dev.spurline.LiveSandbox;
import dev.spurline.SandboxEngine;
import dev.spurline.Settings;
import dev.spurline.embedded.EmbeddedCluster;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A cluster of {@link TwoHops}, and kubeconfigs of all forms that lead to it. */
final class KubeconfigCluster implements AutoCloseable {

    static final String CONTEXTS = """
            contexts:
            - name: staging
              context: {cluster: c, user: u, namespace: hops}
            """;

    private final EmbeddedCluster cluster;
    private final Path directory;
    private final Map<?, ?> given;

    private KubeconfigCluster(EmbeddedCluster cluster, Path directory) {
        this.cluster = cluster;
        this.directory = directory;
        this.given = Serialization.unmarshal(cluster.kubeconfig(), Map.class);
    }

    static KubeconfigCluster start(Path directory) {
        TwoHops hops = new TwoHops();
        return new KubeconfigCluster(EmbeddedCluster.start(hops), directory);
    }

    /** Returns the address of the API server. */
    URI server() {
        return URI.create(String.valueOf(fields("clusters", "cluster").get("server")));
    }

    /** Returns the certificate authority, as Base64. */
    String authority() {
        return String.valueOf(fields("clusters", "cluster").get("certificate-authority-data"));
    }

    String token() {
        return String.valueOf(fields("users", "user").get("token"));
    }

    private Map<?, ?> fields(String list, String kind) {
        List<?> all = (List<?>) Objects.requireNonNull(given.get(list));
        Map<?, ?> first = (Map<?, ?>) all.get(0);
        return (Map<?, ?>) Objects.requireNonNull(first.get(kind));
    }

    /** Returns a cluster's part of a kubeconfig, with further fields. */
    String clusters(String... more) {
        return clustersAt(server().toString(), more);
    }

    String clustersAt(String server, String... more) {
        return "clusters:\n- name: c\n  cluster:\n    server: %s\n    certificate-authority-data: %s\n%s"
                .formatted(server, authority(), indented(more));
    }

    /** Returns a user's part of a kubeconfig. */
    static String users(String... fields) {
        return "users:\n- name: u\n  user:\n" + indented(fields);
    }

    private static String indented(String... fields) {
        return Stream.of(fields)
                .flatMap(String::lines)
                .map(line -> "    " + line + "\n")
                .collect(Collectors.joining());
    }

    Path write(String name, String content) throws IOException {
        return Files.writeString(directory.resolve(name), content);
    }

    /** Writes the certificate authority as a file. */
    void writeAuthority(String name) throws IOException {
        Files.write(directory.resolve(name), Base64.getDecoder().decode(authority()));
    }

    /** Writes a program. */
    Path program(String name, String script) throws IOException {
        Path file = Files.writeString(directory.resolve(name), "#!/bin/sh\n" + script);
        assertThat(file.toFile().setExecutable(true)).isTrue();
        return file;
    }

    /** Returns what a plugin prints that gives a token. */
    static String credential(String token, String more) {
        return "{\"apiVersion\":\"client.authentication.k8s.io/v1\",\"kind\":\"ExecCredential\",\"status\":{\"token\":\"%s\"%s}}"
                .formatted(token, more);
    }

    SandboxEngine connect(Path... files) {
        return connect(Map.of(), files);
    }

    /** Connects with kubeconfigs and an environment. */
    SandboxEngine connect(Map<String, String> environment, Path... files) {
        Map<String, String> values = new HashMap<>(environment);
        values.put("spurline.context", "staging");
        values.put(
                "spurline.kubeconfig",
                Stream.of(files).map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
        Settings settings =
                name -> Optional.ofNullable(values.get(name)).map(text -> new Settings.Value(text, "test " + name));
        return SandboxEngine.connect(ClusterSettings.from(settings));
    }

    /** Opens a sandbox through an engine and returns what the first hop says: through requests, watches and a port-forward. */
    static String answer(SandboxEngine engine) throws IOException, InterruptedException {
        try (LiveSandbox sandbox = engine.open(HopsCluster.backForked())) {
            HttpRequest.Builder request = HttpRequest.newBuilder(sandbox.uri("front"));
            sandbox.headers().forEach(request::header);
            return HttpClient.newHttpClient()
                    .send(request.build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }

    @Override
    public void close() {
        cluster.close();
    }
}
