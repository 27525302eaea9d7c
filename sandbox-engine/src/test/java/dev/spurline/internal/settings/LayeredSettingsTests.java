// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spurline.PreflightException;
import dev.spurline.Settings;
import dev.spurline.settings.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LayeredSettingsTests {

    private static final SettingSource PARAMETER = SettingSource.parameters(
            name -> Optional.ofNullable(
                    Map.of("spurline.namespace", "parameter").get(name)),
            Set.of());
    private static final SettingSource VARIABLE = SettingSource.environment(
            Map.of("SPURLINE_NAMESPACE", "variable", "SPURLINE_LEASE", "30s", "GIT_SHA", "abc"));

    @Test
    void takesTheStrongestSource() {
        Settings settings = LayeredSettings.of(List.of(PARAMETER, VARIABLE));

        assertThat(settings.find("spurline.namespace"))
                .contains(new Settings.Value("parameter", "JUnit parameter spurline.namespace"));
        assertThat(settings.find("spurline.lease"))
                .contains(new Settings.Value("30s", "environment variable SPURLINE_LEASE"));
        assertThat(settings.find("spurline.context")).isEmpty();
    }

    @Test
    void turnsDotsAndDashesIntoUnderscores() {
        Settings settings = LayeredSettings.of(List.of(SettingSource.environment(
                Map.of("SPURLINE_IMAGE_PRICE_LIST", "registry/price-list:7", "SPURLINE_DRY_RUN", "true"))));

        assertThat(Setting.IMAGE.of("price-list").in(settings)).isEqualTo("registry/price-list:7");
        assertThat(Setting.DRY_RUN.in(settings)).isTrue();
    }

    @Test
    void putsDefaultsBehindAll() {
        Settings settings =
                LayeredSettings.of(List.of(VARIABLE)).orElse(Map.of("spurline.namespace", "annotation"), "@Sandbox");

        assertThat(settings.find("spurline.namespace").orElseThrow().text()).isEqualTo("variable");
        assertThat(settings.findAll("spurline.namespace"))
                .extracting(Settings.Value::text)
                .containsExactly("variable", "annotation");
    }

    @Test
    void readsFiles(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("spurline.properties");
        Files.writeString(file, "spurline.context=größe\n");

        Settings settings = LayeredSettings.of(PropertyFile.at(file));

        assertThat(settings.find("spurline.context"))
                .contains(new Settings.Value("größe", "file " + file + " with spurline.context"));
        assertThat(PropertyFile.at(directory.resolve("none"))).isEmpty();
    }

    @Test
    void refusesUnknownNames() {
        assertThatThrownBy(() ->
                        LayeredSettings.of(List.of(SettingSource.map("file x with", Map.of("spurline.namespce", "a")))))
                .isInstanceOf(PreflightException.class)
                .hasMessage(
                        "There is no setting [spurline.namespce], given as file x with spurline.namespce: did you mean [spurline.namespace]?");
        assertThatThrownBy(
                        () -> LayeredSettings.of(List.of(SettingSource.environment(Map.of("SPURLINE_LEASSE", "1s")))))
                .isInstanceOf(PreflightException.class)
                .hasMessage(
                        "There is no setting [SPURLINE_LEASSE], given as environment variable SPURLINE_LEASSE: did you mean [SPURLINE_LEASE]?");
    }

    @Test
    void refusesNamesInTheSpellingOfAnotherSource() {
        assertThatThrownBy(() -> LayeredSettings.of(
                        List.of(SettingSource.map("file x with", Map.of("SPURLINE_DRY_RUN", "true")))))
                .isInstanceOf(PreflightException.class)
                .hasMessage(
                        "There is no setting [SPURLINE_DRY_RUN], given as file x with SPURLINE_DRY_RUN: did you mean [spurline.dry-run]?");
        assertThatThrownBy(() ->
                        LayeredSettings.of(List.of(SettingSource.environment(Map.of("spurline.dry-run", "true")))))
                .isInstanceOf(PreflightException.class)
                .hasMessage(
                        "There is no setting [spurline.dry-run], given as environment variable spurline.dry-run: did you mean [SPURLINE_DRY_RUN]?");
        assertThatThrownBy(() -> LayeredSettings.of(
                        List.of(SettingSource.map("file x with", Map.of("Spurline.Context", "staging")))))
                .isInstanceOf(PreflightException.class)
                .hasMessage(
                        "There is no setting [Spurline.Context], given as file x with Spurline.Context: did you mean [spurline.context]?");
    }

    @Test
    void refusesUnknownParametersAlsoBehindAByteOrderMark() {
        // JUnit reads its file as ISO 8859-1, the mark included.
        SettingSource marked = SettingSource.parameters(name -> Optional.of("staging"), Set.of("ï»¿spurline.context"));
        SettingSource misspelt = SettingSource.parameters(name -> Optional.of("staging"), Set.of("spurline.contxt"));

        assertThatThrownBy(() -> LayeredSettings.of(List.of(marked)))
                .isInstanceOf(PreflightException.class)
                .hasMessage(
                        "There is no setting [ï»¿spurline.context], given as JUnit parameter ï»¿spurline.context: did you mean [spurline.context]?");
        assertThatThrownBy(() -> LayeredSettings.of(List.of(misspelt)))
                .isInstanceOf(PreflightException.class)
                .hasMessage(
                        "There is no setting [spurline.contxt], given as JUnit parameter spurline.contxt: did you mean [spurline.context]?");
    }

    @Test
    void leavesOtherPeoplesNamesAlone() {
        Map<String, String> names =
                Map.of("spurlinex", "a", "PATH", "b", "SPURLINE_POD_ROUTING_KEY", "c", "spurline.kubectl", "d");

        assertThat(LayeredSettings.of(List.of(SettingSource.environment(names))).find("PATH"))
                .isPresent();
    }

    @Test
    void refusesValuesOfTheWrongForm() {
        assertThatThrownBy(() ->
                        LayeredSettings.of(List.of(SettingSource.map("file x with", Map.of("spurline.lease", "soon")))))
                .isInstanceOf(PreflightException.class)
                .hasMessage(
                        "Setting [spurline.lease] is [soon] by file x with spurline.lease, which is not a duration such as 500ms, 60s, 2m or 1h");
    }

    @Test
    void replacesPlaceholders() {
        Settings settings = LayeredSettings.of(List.of(VARIABLE));

        assertThat(settings.resolve("r/p:${GIT_SHA}-${BUILD:${SPURLINE_X:dev}}-$${kept}-${EMPTY:}", "@Fork"))
                .isEqualTo("r/p:abc-dev-${kept}-");
    }

    @Test
    void refusesPlaceholdersWithoutValue() {
        Settings settings = LayeredSettings.of(List.of(PARAMETER, VARIABLE));

        assertThatThrownBy(() -> settings.resolve("r/p:${GIT_SAH}", "@Fork(image) of CheckoutIT"))
                .isInstanceOf(PreflightException.class)
                .hasMessage(
                        "Placeholder [${GIT_SAH}] in @Fork(image) of CheckoutIT has no value and no default (nearest: [GIT_SHA])."
                                + " Searched: JUnit parameter GIT_SAH, environment variable GIT_SAH");
        assertThatThrownBy(() -> settings.resolve("${A", "@Fork"))
                .isInstanceOf(PreflightException.class)
                .hasMessage("Placeholder [${A] in @Fork is not closed: a } is missing");
    }
}
