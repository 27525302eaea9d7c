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
package dev.spurline.internal.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spurline.PreflightException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PropertyFileTests {

    @Test
    void namesTheFileThatCannotBeRead(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("spurline.properties"), "spurline.namespace=\\u00zz\n");

        assertThatThrownBy(() -> PropertyFile.at(file))
                .isInstanceOf(PreflightException.class)
                .hasMessage("Settings in [%s] cannot be read: Malformed \\uxxxx encoding.".formatted(file));
    }

    @Test
    void isContentWithoutAFile(@TempDir Path directory) {
        assertThat(PropertyFile.at(directory.resolve("none"))).isEmpty();
    }
}
