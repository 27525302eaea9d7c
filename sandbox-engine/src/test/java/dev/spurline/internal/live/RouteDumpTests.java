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
package dev.spurline.internal.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RouteDumpTests {

    private static final RouteDump DUMP = new RouteDump("""
            {"configs":[{"dynamic_route_configs":[{"route_config":{"name":"80","virtual_hosts":[{"name":"pricing:80",
             "routes":[{"name": "shop.pricing-k7f3q5tbma.1","match":{}},{"name":"shop.pricing-k7f3q5tbma.12"},
                       {"name":"shop.cart-k7f3q5tbma.0.second"}]}]}}]}]}
            """);

    @Test
    void aNameIsMissingUnlessItIsThereInFull() {
        List<String> missing = DUMP.missing(List.of(
                "shop.pricing-k7f3q5tbma.0",
                "shop.pricing-k7f3q5tbma.1",
                "shop.pricing-k7f3q5tbma.12",
                "pricing-k7f3q5tbma.1"));

        assertThat(missing).containsExactly("shop.pricing-k7f3q5tbma.0", "pricing-k7f3q5tbma.1");
    }

    @Test
    void aRuleWithSeveralMatchesIsThereUnderLongerNames() {
        assertThat(DUMP.present(List.of("shop.cart-k7f3q5tbma.0"))).containsExactly("shop.cart-k7f3q5tbma.0");
    }
}
