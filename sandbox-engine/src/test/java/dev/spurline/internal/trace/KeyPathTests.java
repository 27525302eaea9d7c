// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spurline.internal.trace.KeyPath.Loss;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class KeyPathTests {

    private static final Map<String, Set<String>> BEHIND = Map.of(
            "shop/storefront", Set.of("shop/storefront"),
            "shop/cart", Set.of("shop/cart"),
            "shop/pricing", Set.of("shop/pricing"),
            "shop/stock", Set.of("shop/stock"));

    private static final Map<String, String> FORKS = Map.of("shop/pricing", "shop/pricing-k7f3q5tbma");

    @Test
    void namesWhoReceivedTheKeyAndCalledWithoutIt() {
        KeyPath path = path(keyed("storefront", "cart", 1), unkeyed("cart", "pricing", 1), unkeyed("cart", "stock", 2));

        assertThat(path.received()).containsExactly("shop/cart", "shop/storefront");
        assertThat(path.losses())
                .containsExactly(new Loss("shop/cart", List.of("shop/pricing", "shop/stock"), List.of(), 0));
    }

    @Test
    void saysHowManyRequestsOfOthersTheWorkloadReceived() {
        KeyPath path = path(new ServiceCalls("shop/storefront", "shop/cart", 1, 3), unkeyed("cart", "pricing", 4));

        assertThat(path.losses()).containsExactly(new Loss("shop/cart", List.of("shop/pricing"), List.of(), 3));
    }

    @Test
    void countsRequestsOfOthersToServicesOfWhichTheKeyIsNotKnown() {
        KeyPath path = new KeyPath(
                List.of(unkeyed("storefront", "cart", 1)),
                List.of(unkeyed("stock", "storefront", 2)),
                BEHIND,
                FORKS,
                Set.of("shop/storefront"));

        assertThat(path.losses()).containsExactly(new Loss("shop/storefront", List.of("shop/cart"), List.of(), 2));
    }

    @Test
    void saysWhereTheWorkloadHandedTheKeyOn() {
        KeyPath path = path(keyed("storefront", "cart", 1), keyed("cart", "pricing", 1), unkeyed("cart", "stock", 2));

        assertThat(path.losses())
                .containsExactly(new Loss("shop/cart", List.of("shop/stock"), List.of("shop/pricing"), 0));
        assertThat(path.senders()).containsExactly("shop/cart", "shop/storefront");
    }

    @Test
    void blamesNobodyWhoHandsTheKeyOn() {
        KeyPath path = path(keyed("storefront", "cart", 1), new ServiceCalls("shop/cart", "shop/pricing", 1, 5));

        assertThat(path.losses()).isEmpty();
    }

    @Test
    void blamesNobodyWhoNeverHadIt() {
        KeyPath path = path(unkeyed("cart", "pricing", 5), unkeyed("stock", "pricing", 1));

        assertThat(path.losses()).isEmpty();
    }

    /** Requests with the key to a forked Service are the fork's. */
    @Test
    void blamesAForkAndNotItsBaseline() {
        KeyPath path = path(
                keyed("storefront", "pricing", 1),
                unkeyed("pricing", "stock", 1),
                unkeyed("pricing-k7f3q5tbma", "stock", 1));

        assertThat(path.losses())
                .containsExactly(new Loss("shop/pricing-k7f3q5tbma", List.of("shop/stock"), List.of(), 0));
    }

    /** Whatever was counted: who is named had the key, called those Services without it, and never with it. */
    @Property(tries = 300)
    void whoIsNamedHadTheKeyAndNeverHandedItOnThere(@ForAll("calls") List<ServiceCalls> calls) {
        KeyPath path = new KeyPath(calls, List.of(), BEHIND, FORKS, Set.of("shop/storefront"));

        assertThat(path.losses()).allSatisfy(loss -> {
            assertThat(path.received()).contains(loss.workload());
            assertThat(loss.services()).isNotEmpty();
            assertThat(calls)
                    .filteredOn(call -> call.caller().equals(loss.workload()))
                    .filteredOn(call -> loss.services().contains(call.service()) && call.unkeyed() > 0)
                    .anyMatch(call -> call.keyed() == 0);
        });
    }

    @Provide
    Arbitrary<List<ServiceCalls>> calls() {
        Arbitrary<String> workloads = Arbitraries.of("storefront", "cart", "pricing", "stock", "pricing-k7f3q5tbma");
        Arbitrary<String> services = Arbitraries.of("storefront", "cart", "pricing", "stock");
        Arbitrary<Integer> counts = Arbitraries.integers().between(0, 2);
        return Combinators.combine(workloads, services, counts, counts)
                .as((caller, service, keyed, unkeyed) ->
                        new ServiceCalls("shop/" + caller, "shop/" + service, keyed, unkeyed))
                .list()
                .ofMaxSize(8)
                .map(all -> List.copyOf(all.stream()
                        .collect(Collectors.toMap(
                                call -> call.caller() + " " + call.service(), call -> call, ServiceCalls::plus))
                        .values()));
    }

    private static KeyPath path(ServiceCalls... calls) {
        return new KeyPath(List.of(calls), List.of(), BEHIND, FORKS, Set.of("shop/storefront"));
    }

    private static ServiceCalls keyed(String caller, String service, long requests) {
        return new ServiceCalls("shop/" + caller, "shop/" + service, requests, 0);
    }

    private static ServiceCalls unkeyed(String caller, String service, long requests) {
        return new ServiceCalls("shop/" + caller, "shop/" + service, 0, requests);
    }
}
