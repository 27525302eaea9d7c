// SPDX-License-Identifier: Apache-2.0
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
