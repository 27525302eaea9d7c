// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.connect;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spurline.PreflightException;
import dev.spurline.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KubeconfigFilesTests {

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "# nothing yet\n", "apiVersion: v1\nkind: Config\n"})
    void aFileWithoutContextsIsNamed(String content) throws IOException {
        Path file = Files.writeString(directory.resolve("config"), content);

        assertThatThrownBy(() -> files(file).config("team", "the test"))
                .isInstanceOf(PreflightException.class)
                .hasMessage("Context [team] (decided by the test) is not in kubeconfig [" + file + "]; there are []");
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        Path file = directory.resolve("missing");

        assertThatThrownBy(() -> files(file).config("team", "the test"))
                .isInstanceOf(PreflightException.class)
                .hasMessage("Context [team] (decided by the test) is not in kubeconfig [" + file + "]; there are []");
    }

    private static KubeconfigFiles files(Path file) {
        return new KubeconfigFiles(name -> name.equals("spurline.kubeconfig")
                ? Optional.of(new Settings.Value(file.toString(), "the test"))
                : Optional.empty());
    }
}
