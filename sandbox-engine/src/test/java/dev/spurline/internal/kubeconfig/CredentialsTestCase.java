// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.kubeconfig;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spurline.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;

/** A kubeconfig with one context, whose user is written by each test. */
abstract class CredentialsTestCase {

    @TempDir
    Path directory;

    Path file() {
        return directory.resolve("config");
    }

    /** Reads the credentials of a user, whose fields are lines of their own. */
    Credentials credentials(String user) throws IOException {
        return access("server: https://kube.example.com:6443", user).credentials();
    }

    ApiServerAccess access(String cluster, String user) throws IOException {
        write(cluster, user);
        Map<String, String> values = Map.of("spurline.kubeconfig", file().toString());
        return new KubeconfigFiles(
                        name -> Optional.ofNullable(values.get(name)).map(text -> new Settings.Value(text, "the test")))
                .access("team", "the test");
    }

    void write(String cluster, String user) throws IOException {
        Files.writeString(
                file(),
                "clusters:\n- name: c\n  cluster:\n%susers:\n- name: u\n  user:\n%scontexts:\n- {name: team, context: {cluster: c, user: u}}\n"
                        .formatted(indented(cluster), indented(user)));
    }

    private static String indented(String fields) {
        return fields.lines().map(line -> "    " + line + "\n").collect(Collectors.joining());
    }

    /** Returns how messages about the user begin. */
    String unusable() {
        return "Context [team] (decided by the test) cannot be used: user [u] in kubeconfig [%s]: ".formatted(file());
    }

    /** Returns how messages about a program begin. */
    String program(String name) {
        return "Context [team] (decided by the test) cannot be used: program [%s], which [exec] of user [u] in kubeconfig [%s] names, "
                .formatted(name, file());
    }

    /** Writes a program beside the kubeconfig. */
    void program(String name, String script) throws IOException {
        Path program = Files.writeString(directory.resolve(name), "#!/bin/sh\n" + script);
        assertThat(program.toFile().setExecutable(true)).isTrue();
    }
}
