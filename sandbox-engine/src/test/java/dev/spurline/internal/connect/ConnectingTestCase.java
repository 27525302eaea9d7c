// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.connect;

import dev.spurline.ClusterSettings;
import dev.spurline.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;

/** Connects to something by a kubeconfig of one context. */
abstract class ConnectingTestCase {

    @TempDir
    Path directory;

    Path kubeconfig() {
        return directory.resolve("kubeconfig");
    }

    /** Returns how messages about the cluster begin. */
    String subject(String url) {
        return "Cluster of context [staging] in kubeconfig [%s] at [%s/] (decided by test spurline.context)"
                .formatted(kubeconfig(), url);
    }

    /** Returns how messages about the user's part begin. */
    String user() {
        return "user [u] in kubeconfig [%s]".formatted(kubeconfig());
    }

    /** Writes a kubeconfig: fields of the cluster and of the user, each on a line of its own. */
    void write(String cluster, String user) throws IOException {
        Files.writeString(
                kubeconfig(),
                "clusters:\n- name: c\n  cluster:\n%susers:\n- name: u\n  user:\n%scontexts:\n- {name: staging, context: {cluster: c, user: u}}\n"
                        .formatted(indented(cluster), indented(user)));
    }

    private static String indented(String fields) {
        return fields.lines().map(line -> "    " + line + "\n").collect(Collectors.joining());
    }

    /** Connects, and closes what is connected. */
    void connect(String... environment) {
        connection(environment).close();
    }

    /** Connects. */
    ClusterConnection connection(String... environment) {
        Map<String, String> values = new HashMap<>(Map.of(
                "spurline.context",
                "staging",
                "spurline.kubeconfig",
                kubeconfig().toString(),
                "spurline.lease",
                "5s"));
        Stream.iterate(0, i -> i < environment.length, i -> i + 2)
                .forEach(i -> values.put(environment[i], environment[i + 1]));
        Settings settings =
                name -> Optional.ofNullable(values.get(name)).map(text -> new Settings.Value(text, "test " + name));
        return new ClusterConnector(ClusterSettings.from(settings), Optional.empty()).connect();
    }
}
