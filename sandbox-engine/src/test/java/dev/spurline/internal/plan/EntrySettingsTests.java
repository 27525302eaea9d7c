// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spurline.Settings;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An entry of a Service that is not there leads nobody in. */
class EntrySettingsTests extends PlanTestCase {

    private static List<String> misspelt(String setting) {
        Settings settings = new Settings() {
            @Override
            public Optional<Value> find(String name) {
                return Optional.of(new Value("http://shop.example.com", "the test"));
            }

            @Override
            public Set<String> names() {
                return Set.of(setting);
            }
        };
        return new EntrySettings(settings)
                .misspelt(survey(resource("shop.yaml")).build());
    }

    @ParameterizedTest
    @CsvSource({
        "spurline.entry.prcing, spurline.entry.pricing",
        "spurline.entry.Pricing, spurline.entry.pricing",
        "spurline.entry.shop.prcing, spurline.entry.shop.pricing",
        "SPURLINE_ENTRY_PRCING, SPURLINE_ENTRY_PRICING"
    })
    void aNameThatIsNearlyThatOfAServiceIsTold(String setting, String meant) {
        assertThat(misspelt(setting))
                .containsExactly(
                        "Setting [%s] (the test) names no Service of namespaces [shop]: did you mean [%s]? Ignore this if a sandbox in another namespace uses it"
                                .formatted(setting, meant));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "spurline.entry.pricing",
                "spurline.entry.shop.pricing",
                "SPURLINE_ENTRY_PRICING",
                "spurline.entry.storefront",
                "spurline.image.prcing"
            })
    void whatIsRightOrOfAnotherSandboxIsNot(String setting) {
        assertThat(misspelt(setting)).isEmpty();
    }
}
