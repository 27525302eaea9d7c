// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spurline.RoutingKey;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KeyFormatTests {

    private static final RoutingKey KEY = new RoutingKey("k7f3q5tbma");

    @Test
    void carriesTheKeyInBaggageAndInAHeader() {
        assertThat(KeyFormat.of(List.of("spurline")).headers(KEY))
                .isEqualTo(Map.of("baggage", "spurline=k7f3q5tbma", "x-spurline-key", "k7f3q5tbma"));
    }

    @Test
    void knowsSignadotsNames() {
        assertThat(KeyFormat.of(List.of("signadot")).headers(KEY))
                .isEqualTo(Map.of(
                        "baggage", "sd-routing-key=k7f3q5tbma",
                        "tracestate", "sd-routing-key=k7f3q5tbma",
                        "uberctx-sd-routing-key", "k7f3q5tbma",
                        "ot-baggage-sd-routing-key", "k7f3q5tbma"));
    }

    @Test
    void readsLists() {
        assertThat(KeyFormat.of(List.of("baggage:tenant", "x-tenant")).headers(KEY))
                .isEqualTo(Map.of("baggage", "tenant=k7f3q5tbma", "x-tenant", "k7f3q5tbma"));
    }
}
