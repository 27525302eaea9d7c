// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.node.machine;

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
