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
package dev.spurline.embedded.internal.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NodeDirectoryTests {

    private final List<Path> made = new ArrayList<>();
    private final NodeDirectory directory = new NodeDirectory(made::add);

    @Test
    void isNotMadeAgainForThoseWhoComeAfterTheEnd() throws Exception {
        Path pod = Files.createDirectories(directory.pod("one"));
        assertThat(directory.exists()).isTrue();

        directory.close();

        assertThat(directory.exists()).isFalse();
        assertThat(directory.pod("one")).isEqualTo(pod);
        assertThat(made).singleElement().satisfies(root -> assertThat(root).doesNotExist());
    }

    @Test
    void isNotMadeAtAllAfterTheEnd() {
        directory.close();

        assertThatThrownBy(() -> directory.pod("one"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("The node has ended");
        assertThat(made).isEmpty();
    }
}
