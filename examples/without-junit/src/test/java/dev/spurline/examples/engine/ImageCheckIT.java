// SPDX-License-Identifier: Apache-2.0
package dev.spurline.examples.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.testng.annotations.Test;

public class ImageCheckIT {

    @Test
    public void anImageThatAnswersIsGood() throws IOException, InterruptedException {
        assertThat(ImageCheck.isGood("town/word:2")).isTrue();
    }

    @Test
    public void anImageThatAnswersWithAnErrorIsNot() throws IOException, InterruptedException {
        assertThat(ImageCheck.isGood("town/word:broken")).isFalse();
    }

    /** The page shows what these tests run. */
    @Test
    public void isTheProgramOfTheDocumentation() throws IOException {
        String page = Files.readString(Path.of("../../docs/engine.md"));

        assertThat(page)
                .contains(shown("src/main/java/dev/spurline/examples/engine/ImageCheck.java", "public final class"))
                .contains(shown("src/test/java/dev/spurline/examples/engine/WordIT.java", "public class"));
    }

    private static String shown(String file, String from) throws IOException {
        String source = Files.readString(Path.of(file));
        return source.substring(source.indexOf(from));
    }
}
