// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.kubeconfig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spurline.PreflightException;
import dev.spurline.Settings;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KubeconfigFilesTests {

    private static final String CLUSTER = "clusters: [{name: c, cluster: {server: 'https://kube.example.com'}}]\n";
    private static final String CONTEXT = "contexts: [{name: team, context: {cluster: c, user: u, namespace: shop}}]\n";
    private static final String USER = "users: [{name: u, user: {token: secret}}]\n";

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "# nothing yet\n", "apiVersion: v1\nkind: Config\n", "contexts: null\n", "---\n"})
    void aFileWithoutContextsIsNamed(String content) throws IOException {
        Path file = write("config", content);

        assertThatThrownBy(() -> access(file))
                .isInstanceOf(PreflightException.class)
                .hasMessage(
                        "Context [team] (decided by the test) is not in kubeconfig [%s]; there are []. Name one of these with spurline.context, or another file with spurline.kubeconfig",
                        file);
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        Path file = directory.resolve("missing");

        assertThatThrownBy(() -> access(file))
                .isInstanceOf(PreflightException.class)
                .hasMessage(
                        "Context [team] (decided by the test) is nowhere: kubeconfig [%s] does not exist. Name the right file with spurline.kubeconfig or KUBECONFIG",
                        file);
    }

    @Test
    void aFileThatIsNotThereIsNamedBesideOthers() throws IOException {
        Path missing = directory.resolve("missing");
        Path other = write("other", "contexts: [{name: b, context: {}}, {name: a, context: {}}]");

        assertThatThrownBy(() -> access(missing, other))
                .hasMessage(
                        "Context [team] (decided by the test) is not in kubeconfig [%s (does not exist), %s]; there are [a, b]. Name one of these with spurline.context, or another file with spurline.kubeconfig",
                        missing, other);
    }

    @Test
    void aContextWhoseNameIsNearlyRightIsOffered() throws IOException {
        Path file = write("config", "contexts: [{name: stage, context: {}}, {name: taem, context: {}}]");

        assertThatThrownBy(() -> access(file))
                .hasMessage(
                        "Context [team] (decided by the test) is not in kubeconfig [%s]: did you mean [taem]? There are [stage, taem]. Name one of these with spurline.context, or another file with spurline.kubeconfig",
                        file);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "server: | srever: | cluster [c] in kubeconfig [%s]: it has no [server]: did you mean that by [srever]?",
                "server: | proxy-url: | cluster [c] in kubeconfig [%s]: it has no [server]: set it",
                "{cluster: c, | {clsuter: c, | context [team] in kubeconfig [%s]: it has no [cluster]: did you mean that by [clsuter]?",
                "{cluster: c, | {cluster: kube, | context [team] in kubeconfig [%s]: it names cluster [kube], which no file has; there are [c]. Correct the name, or add the file that has it to KUBECONFIG or spurline.kubeconfig",
                "user: u, | user: jane, | context [team] in kubeconfig [%s]: it names user [jane], which no file has; there are [u]. Correct the name, or add the file that has it to KUBECONFIG or spurline.kubeconfig",
                "{name: c, | {name: cc, | context [team] in kubeconfig [%s]: it names cluster [c], which no file has: did you mean [cc]? There are [cc]. Correct the name, or add the file that has it to KUBECONFIG or spurline.kubeconfig"
            })
    void aNameThatIsMissingIsOffered(String right, String typed, String problem) throws IOException {
        String content = CLUSTER + CONTEXT + USER;
        assertThat(content).contains(right);
        Path file = write("config", content.replace(right, typed));

        assertThatThrownBy(() -> access(file))
                .hasMessage("Context [team] (decided by the test) cannot be used: " + problem, file);
    }

    @Test
    void theFirstFileThatHasAnEntryHasAllOfIt() throws IOException {
        Path first = write("first", USER + "contexts: []");
        Path second = write("second", CLUSTER + CONTEXT + USER.replace("secret", "other"));

        ApiServerAccess access = access(first, directory.resolve("missing"), second);

        assertThat(access.credentials().authorization()).contains("Bearer secret");
        assertThat(access.namespace()).contains("shop");
        assertThat(access.place()).isEqualTo("context [team] in kubeconfig [%s]", second);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "clusters: [{name: c | is not valid YAML: expected ',' or '}', but got <stream end> in line 1, column 20",
                "clusters: {name: c} | is not a kubeconfig: [clusters] must be a list",
                "just words | is not a kubeconfig: it must have [clusters], [users] and [contexts]"
            })
    void whatIsNoKubeconfigIsNamed(String content, String problem) throws IOException {
        Path file = write("broken", content);

        assertThatThrownBy(() -> access(file))
                .hasMessage("Context [team] (decided by the test) cannot be used: kubeconfig [%s] %s", file, problem);
    }

    @Test
    void aDirectoryIsNamed() {
        assertThatThrownBy(() -> access(directory))
                .hasMessage(
                        "Context [team] (decided by the test) cannot be used: kubeconfig [%s] is a directory: name the file in it",
                        directory);
    }

    @Test
    @ResourceLock(Resources.SYSTEM_PROPERTIES)
    void namesMayHoldBlanksAndBeginInTheHomeDirectory() throws IOException {
        Path home = Files.createDirectories(directory.resolve("my home"));
        Path file = Files.writeString(home.resolve("my config"), CLUSTER + CONTEXT + USER);
        String before = System.setProperty("user.home", home.toString());
        try {
            assertThat(files("~/my config").access("team", "the test").place())
                    .isEqualTo("context [team] in kubeconfig [%s]", file);
        } finally {
            System.setProperty("user.home", before);
        }
    }

    private Path write(String name, String content) throws IOException {
        return Files.writeString(directory.resolve(name), content);
    }

    private static ApiServerAccess access(Path... paths) {
        return files(Stream.of(paths).map(Path::toString).collect(Collectors.joining(File.pathSeparator)))
                .access("team", "the test");
    }

    private static KubeconfigFiles files(String names) {
        return new KubeconfigFiles(name -> name.equals("spurline.kubeconfig")
                ? Optional.of(new Settings.Value(names, "the test"))
                : Optional.empty());
    }
}
