// SPDX-License-Identifier: Apache-2.0
package dev.spurline.cluster.internal.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestNameTests {

    @Test
    void countsInsertionsDeletionsReplacementsAndSwaps() {
        assertThat(NearestName.distance("pricing", "pricing")).isZero();
        assertThat(NearestName.distance("pricng", "pricing")).isEqualTo(1);
        assertThat(NearestName.distance("prciing", "pricing")).isEqualTo(1);
        assertThat(NearestName.distance("", "abc")).isEqualTo(3);
        assertThat(NearestName.distance("ABC", "abc")).isZero();
    }

    @Test
    void offersOnlyWhatIsClose() {
        assertThat(NearestName.to("pricng", List.of("cart", "pricing"))).contains("pricing");
        assertThat(NearestName.to("zebra", List.of("cart", "pricing"))).isEmpty();
    }

    @Test
    void offersNoPartOfAWholeName() {
        List<String> names = List.of("Pod", "Deployment");

        assertThat(NearestName.misspelt("Deploymnet", names)).contains("Deployment");
        assertThat(NearestName.misspelt("Pods", names)).contains("Pod");
        assertThat(NearestName.misspelt("PodSecurityPolicy", names)).isEmpty();
        assertThat(NearestName.to("PodSecurityPolicy", names)).contains("Pod");
    }

    @Test
    void ranksTheClosestFirst() {
        assertThat(NearestName.ranked("card", List.of("storefront", "cart", "cat"), 2))
                .containsExactly("cart", "cat");
    }
}
