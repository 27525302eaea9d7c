// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.spurline.PreflightException;
import dev.spurline.Settings;
import dev.spurline.settings.Setting;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PropertyFileTests {

    private static final String MARK = "\uFEFF";

    @Test
    void namesTheFileThatCannotBeRead(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("spurline.properties"), "spurline.namespace=\\u00zz\n");

        assertThatThrownBy(() -> PropertyFile.at(file))
                .isInstanceOf(PreflightException.class)
                .hasMessage(
                        "Settings in [%s] cannot be read: Malformed \\uxxxx encoding. Write / or two backslashes where a path has one.",
                        file);
    }

    @ParameterizedTest
    @MethodSource("encodings")
    void readsWhateverProgramHasSavedIt(Charset charset, String mark, String end, @TempDir Path directory)
            throws IOException {
        String text = mark + "spurline.cluster=kubeconfig" + end + "spurline.context = größe " + end;
        Path file = Files.write(directory.resolve("spurline.properties"), text.getBytes(charset));

        Settings settings = LayeredSettings.of(PropertyFile.at(file));

        assertThat(Setting.CLUSTER.in(settings)).isEqualTo("kubeconfig");
        assertThat(Setting.CONTEXT.in(settings)).isEqualTo("größe");
    }

    static Stream<Arguments> encodings() {
        return Stream.of("\n", "\r\n", "\r")
                .flatMap(end -> Stream.of(
                        arguments(StandardCharsets.UTF_8, "", end),
                        arguments(StandardCharsets.UTF_8, MARK, end),
                        arguments(StandardCharsets.ISO_8859_1, "", end),
                        arguments(StandardCharsets.UTF_16LE, MARK, end),
                        arguments(StandardCharsets.UTF_16BE, MARK, end)));
    }

    @Test
    void readsTheSameOnTheClassPath(@TempDir Path directory) throws IOException {
        Files.writeString(directory.resolve("spurline.properties"), MARK + "spurline.context=größe\r\n");

        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {directory.toUri().toURL()}, null)) {
            Settings settings = LayeredSettings.of(PropertyFile.onClassPath("spurline.properties", loader));

            assertThat(Setting.CONTEXT.in(settings)).isEqualTo("größe");
        }
    }

    @Test
    void readsAFileThatIsEmptyOrHasNothingButAMark(@TempDir Path directory) throws IOException {
        Path empty = Files.writeString(directory.resolve("empty"), "");
        Path mark = Files.writeString(directory.resolve("mark"), MARK);

        assertThat(LayeredSettings.of(PropertyFile.at(empty)).names()).isEmpty();
        assertThat(LayeredSettings.of(PropertyFile.at(mark)).names()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"C:\\Users\\me\\.kube\\config", "C:\\temp\\config"})
    void refusesAPathWhoseBackslashesJavaTakesForEscapes(String path, @TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("spurline.properties"), "spurline.kubeconfig=" + path + "\n");

        assertThatThrownBy(() -> LayeredSettings.of(PropertyFile.at(file)))
                .isInstanceOf(PreflightException.class)
                .hasMessageStartingWith("Setting [spurline.kubeconfig] is [C:")
                .hasMessageEndingWith(
                        "] by file %s with spurline.kubeconfig, which is not a path: in a property file, write / or two backslashes where the path has one",
                        file);
    }

    @Test
    void refusesANameThatIsThereTwiceWithDifferentValues(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(
                directory.resolve("spurline.properties"), "spurline.context=staging\nspurline.context: prod\n");

        assertThatThrownBy(() -> PropertyFile.at(file))
                .isInstanceOf(PreflightException.class)
                .hasMessage(
                        "Settings in [%s] cannot be read: [spurline.context] is there twice, as [staging] and as [prod]",
                        file);
    }

    @Test
    void isContentWithoutAFile(@TempDir Path directory) {
        assertThat(PropertyFile.at(directory.resolve("none"))).isEmpty();
    }
}
