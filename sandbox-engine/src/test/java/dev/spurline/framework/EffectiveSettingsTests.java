// SPDX-License-Identifier: Apache-2.0
package dev.spurline.framework;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spurline.Settings;
import dev.spurline.framework.EffectiveSettings.Given;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EffectiveSettingsTests {

    private static Settings given(Map<String, String> values) {
        return new Settings() {
            @Override
            public Optional<Value> find(String name) {
                return Optional.ofNullable(values.get(name)).map(text -> new Value(text, "test"));
            }

            @Override
            public Set<String> names() {
                return values.keySet();
            }
        };
    }

    @Test
    void tellsWhatIsGivenInTheOrderOfTheDocumentation() {
        assertThat(EffectiveSettings.of(given(
                        Map.of("spurline.evidence", "warn", "spurline.image.pricing", "pricing:7", "CI", "true"))))
                .containsExactly(
                        new Given("spurline.image.pricing", "pricing:7", "test"),
                        new Given("spurline.evidence", "warn", "test"));
    }

    @Test
    void tellsNoSecret() {
        assertThat(EffectiveSettings.of(given(Map.of(
                        "spurline.entry.storefront", "https://me:planted@shop.example.com",
                        "spurline.envoy.secret", "planted-secret",
                        "spurline.secret-names", "LICENSE",
                        "spurline.annotations", "example.com/token=planted,example.com/license=planted,team=shop"))))
                .extracting(Given::value)
                .containsExactly(
                        "https://***@shop.example.com",
                        "***",
                        "example.com/token=***,example.com/license=***,team=shop",
                        "LICENSE");
    }
}
