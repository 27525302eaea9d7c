// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a real Envoy did that was configured as docs/envoy.md says. */
class OverridesRouteTableTests {

    private static final ServicePort PRICING = new ServicePort("shop", "pricing", 80);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a=1                                                      | pricing",
                "spurline=k7f3q5tbma                                      | pricing",
                "spurline-fork.pricing.shop.80=pricing-k7f3q5tbma         | pricing-k7f3q5tbma",
                "a=1 , spurline-fork.pricing.shop.80 = pricing-k7f3q5tbma;p | pricing-k7f3q5tbma",
                "spurline-fork.pricing.shop.80=pricing-k7f3q5tbma,b=2     | pricing-k7f3q5tbma",
                "spurline-fork.pricing.shop.80=pricing                    | pricing",
                "spurline-fork.pricing.shop.80=10.0.0.1                   | pricing",
                "spurline-fork.pricing.shop.81=pricing-k7f3q5tbma         | pricing",
                "spurline-fork.pricing.web.80=pricing-k7f3q5tbma          | pricing",
                "spurline-fork.cart.shop.80=cart-k7f3q5tbma               | pricing",
            })
    void followsTheMemberOfTheCalledService(String baggage, String service) {
        assertThat(decided(List.of(baggage))).isEqualTo(new ServicePort("shop", service, 80));
        assertThat(decided(List.of("x=1", baggage))).isEqualTo(new ServicePort("shop", service, 80));
    }

    private static ServicePort decided(List<String> baggage) {
        RouteDecision decision = new OverridesRouteTable(PRICING).decide(new RequestHead() {
            @Override
            public String method() {
                return "GET";
            }

            @Override
            public String uri() {
                return "/";
            }

            @Override
            public String authority() {
                return "pricing";
            }

            @Override
            public List<String> header(String name) {
                return name.equals("baggage") ? baggage : List.of();
            }
        });
        return ((RouteDecision.Forward) decision).backends().get(0).service().orElseThrow();
    }
}
