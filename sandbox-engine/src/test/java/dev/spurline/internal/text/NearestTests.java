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
