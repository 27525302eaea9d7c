// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestTests {

    @Test
    void countsInsertionsDeletionsReplacementsAndSwaps() {
        assertThat(Nearest.distance("pricing", "pricing")).isZero();
        assertThat(Nearest.distance("pricng", "pricing")).isEqualTo(1);
        assertThat(Nearest.distance("prciing", "pricing")).isEqualTo(1);
        assertThat(Nearest.distance("", "abc")).isEqualTo(3);
        assertThat(Nearest.distance("ABC", "abc")).isZero();
    }

    @Test
    void offersOnlyWhatIsClose() {
        assertThat(Nearest.to("pricng", List.of("cart", "pricing"))).contains("pricing");
        assertThat(Nearest.to("zebra", List.of("cart", "pricing"))).isEmpty();
    }

    @Test
    void ranksTheClosestFirst() {
        assertThat(Nearest.ranked("card", List.of("storefront", "cart", "cat"), 2))
                .containsExactly("cart", "cat");
    }
}
