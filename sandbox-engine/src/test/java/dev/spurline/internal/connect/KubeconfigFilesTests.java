/*
 * Copyright 2026 the Spurline authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
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
