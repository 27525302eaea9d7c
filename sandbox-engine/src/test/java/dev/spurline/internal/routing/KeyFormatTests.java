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
