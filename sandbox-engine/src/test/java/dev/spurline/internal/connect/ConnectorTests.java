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

import dev.spurline.ClusterSettings;
import dev.spurline.PreflightException;
import dev.spurline.Settings;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConnectorTests {

    @Test
    void refusesAContextThatIsNotAllowed() {
        assertThatThrownBy(() -> connect(Map.of("spurline.context", "prod", "spurline.allowed-contexts", "staging*")))
                .isInstanceOf(PreflightException.class)
                .hasMessage(
                        "Context [prod] is not allowed: test spurline.allowed-contexts allows [staging*]. Use one of them, or add it there");
    }

    @Test
    void looksIntoTheKubeconfigOfTheSettings(@TempDir Path directory) {
        String file = directory.resolve("none").toString();

        assertThatThrownBy(() -> connect(Map.of("spurline.context", "staging", "spurline.kubeconfig", file)))
                .isInstanceOf(PreflightException.class)
                .hasMessage("Context [staging] is not in kubeconfig [%s]; there are []".formatted(file));
    }

    private static void connect(Map<String, String> values) {
        Settings settings =
                name -> Optional.ofNullable(values.get(name)).map(text -> new Settings.Value(text, "test " + name));
        new Connector(ClusterSettings.from(settings), Optional.empty()).connect();
    }
}
