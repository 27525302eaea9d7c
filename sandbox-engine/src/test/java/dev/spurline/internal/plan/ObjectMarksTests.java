// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spurline.PreflightException;
import dev.spurline.Settings;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ObjectMarksTests {

    @Test
    void areAddedToWhatIsThere() {
        ObjectMeta metadata = new ObjectMetaBuilder()
                .addToLabels("spurline.dev/engine", "e1")
                .addToLabels("team", "old")
                .build();

        marks(
                        "spurline.labels",
                        "team = shop, example.com/env=",
                        "spurline.annotations",
                        "example.com/owner=Shop Team = us")
                .on(metadata);

        assertThat(metadata.getLabels())
                .isEqualTo(Map.of("spurline.dev/engine", "e1", "team", "shop", "example.com/env", ""));
        assertThat(metadata.getAnnotations()).isEqualTo(Map.of("example.com/owner", "Shop Team = us"));
    }

    @Test
    void anAnnotationMayHoldCommas() {
        ObjectMeta metadata = new ObjectMeta();

        marks("spurline.annotations", "example.com/owners=us\\, them, example.com/hours=9-17")
                .on(metadata);

        assertThat(metadata.getAnnotations())
                .isEqualTo(Map.of("example.com/owners", "us, them", "example.com/hours", "9-17"));
    }

    @Test
    void withoutSettingsNothingIsAdded() {
        ObjectMeta metadata = new ObjectMeta();

        marks().on(metadata);

        assertThat(metadata).isEqualTo(new ObjectMeta());
    }

    @ParameterizedTest
    @CsvSource({
        "spurline.labels, spurline.dev/sandbox",
        "spurline.labels, app.kubernetes.io/managed-by",
        "spurline.annotations, spurline.dev/fingerprint"
    })
    void whatSpurlineSetsItselfIsRefused(String setting, String name) {
        assertThatThrownBy(() -> marks(setting, "team=shop," + name + "=x"))
                .isInstanceOf(PreflightException.class)
                .hasMessage(
                        "Setting [%s] has [%s], which Spurline sets itself and finds its objects by: take it out",
                        setting, name);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "spurline.labels | team | is not a label such as team=shop",
                "spurline.labels | team=shop;env=test | is not a label such as team=shop",
                "spurline.labels | team=a,env=not ok | has the item [env=not ok], which is not a label such as team=shop",
                "spurline.labels | team=a,team=b | has [team] twice",
                "spurline.annotations | owner | is not an annotation such as example.com/owner=shop",
                "spurline.name-prefix | CI- | is not a beginning of names such as spurline-: at most 20 lower-case letters, digits and dashes, the last a dash",
                "spurline.name-prefix | ci | is not a beginning of names such as spurline-: at most 20 lower-case letters, digits and dashes, the last a dash",
                "spurline.name-prefix | a-prefix-of-more-than-20- | is not a beginning of names such as spurline-: at most 20 lower-case letters, digits and dashes, the last a dash"
            })
    void whatIsNoMarkIsRefused(String setting, String value, String why) {
        assertThatThrownBy(() -> marks(setting, value))
                .isInstanceOf(PreflightException.class)
                .hasMessageStartingWith("Setting [%s] is [%s] by the test, which ".formatted(setting, value))
                .hasMessageEndingWith(why);
    }

    private static ObjectMarks marks(String... settings) {
        Map<String, String> all = switch (settings.length) {
            case 0 -> Map.of();
            case 2 -> Map.of(settings[0], settings[1]);
            default -> Map.of(settings[0], settings[1], settings[2], settings[3]);
        };
        return ObjectMarks.of(
                name -> Optional.ofNullable(all.get(name)).map(text -> new Settings.Value(text, "the test")));
    }
}
