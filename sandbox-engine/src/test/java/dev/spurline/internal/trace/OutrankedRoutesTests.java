// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spurline.Explanation;
import dev.spurline.Explanation.Destination;
import dev.spurline.Explanation.Rule;
import dev.spurline.MeshRequest;
import dev.spurline.SandboxException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class OutrankedRoutesTests {

    private static final KeyedServices KEYED =
            new KeyedServices("k7f3q5tbma", Map.of("shop/price-k7f3q5tbma", "shop/price"));

    private static final Optional<Rule> RULE =
            Optional.of(new Rule("HTTPRoute [shop/price-v2]", "spec.rules[0]", "price-v2"));

    private static Map<String, String> of(BiFunction<String, String, Explanation> explain) {
        return new OutrankedRoutes(KEYED, explain)
                .of(List.of(new KeyPath.Loss("shop/cart", List.of("shop/price"), List.of(), 0)));
    }

    private static Map<String, String> of(Optional<Rule> winner, String... destinations) {
        return of((caller, service) -> {
            assertThat(Stream.of(caller, service)).containsExactly("shop/cart", "shop/price");
            return new Explanation(
                    MeshRequest.to(service),
                    winner,
                    "",
                    List.of(),
                    OptionalInt.empty(),
                    Arrays.stream(destinations)
                            .map(name -> new Destination(name, 80, "", 1, List.of(), ""))
                            .toList(),
                    List.of());
        });
    }

    @Test
    void aRouteOfTheTraceIsAsPlanned() {
        assertThat(of(RULE, "shop/price-k7f3q5tbma")).isEmpty();
    }

    @Test
    void aRouteOfOthersIsNamed() {
        String reason =
                "requests with the key go there by HTTPRoute [shop/price-v2], spec.rules[0], and not by the route of the trace";

        assertThat(of(RULE, "shop/price")).isEqualTo(Map.of("shop/price", reason));
        assertThat(of(RULE, "shop/price-k7f3q5tbma", "shop/price")).isEqualTo(Map.of("shop/price", reason));
        assertThat(of(RULE)).isEqualTo(Map.of("shop/price", reason));
    }

    @Test
    void theServiceItselfIsNotTheRouteOfTheTrace() {
        assertThat(of(Optional.empty(), "shop/price"))
                .isEqualTo(Map.of(
                        "shop/price",
                        "requests with the key go there without a route, and not by the route of the trace"));
    }

    /** The path of the entry is explained, as that of the call is not known: a Service with rules by path may have none for it. */
    @Test
    void thatNoRuleTakesThePathOfTheEntrySaysNothing() {
        assertThat(of(Optional.empty())).isEmpty();
    }

    @Test
    void whatCannotBeExplainedIsNotKnown() {
        assertThat(of((caller, service) -> {
                    throw new SandboxException("The API server does not answer");
                }))
                .isEqualTo(Map.of(
                        "shop/price", "where requests with the key go cannot be told: The API server does not answer"));
    }
}
