// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CalicoSelectorTests {

    private static final Map<String, String> LABELS =
            Map.of("app", "pricing", "tier", "backend", "example.com/a.b", "x");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "all()",
                "global()",
                "app == 'pricing'",
                "app==\"pricing\"",
                "app != 'web'",
                "zone != 'a'",
                "has(app)",
                "!has(zone)",
                "has( example.com/a.b )",
                "app in {'web', 'pricing'}",
                "app not in { 'web' }",
                "zone not in {'a'}",
                "app contains 'ric'",
                "app starts with 'pri' && app ends with \"ing\"",
                "app == 'web' || tier == 'backend'",
                "app == 'pricing' || app == 'web' && tier == 'none'",
                "!(app == 'web' || has(zone)) && !!has(tier)",
                "projectcalico.org/namespace == 'shop' && app == 'pricing'"
            })
    void selects(String text) {
        assertThat(CalicoSelector.read(text).orElseThrow().matches()).accepts(LABELS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "app == 'web'",
                "zone == 'a'",
                "app != 'pricing'",
                "has(zone)",
                "!all()",
                "app in {'web'}",
                "app in {}",
                "zone in {'a'}",
                "app not in {'pricing'}",
                "zone contains 'a'",
                "(app == 'pricing' || app == 'web') && tier == 'none'"
            })
    void doesNotSelect(String text) {
        assertThat(CalicoSelector.read(text).orElseThrow().matches()).rejects(LABELS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "app",
                "app ==",
                "app = 'a'",
                "app == a",
                "(all()",
                "all(",
                "has('a')",
                "&& all()",
                "all() all()",
                "app in 'a'"
            })
    void whatItDoesNotUnderstandSelectsNothing(String text) {
        assertThat(CalicoSelector.read(text)).isEmpty();
    }

    @Test
    void tellsWhichLabelsItLooksAt() {
        assertThat(CalicoSelector.read("app == 'a' && (has(zone) || projectcalico.org/namespace in {'b'})")
                        .orElseThrow()
                        .names())
                .containsExactlyInAnyOrder("app", "zone");
    }
}
