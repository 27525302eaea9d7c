// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spurline.PreflightException;
import dev.spurline.Settings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** An image for a workload that is not there would run nowhere. */
class ImageSettingsTests {

    private static final List<String> WORKLOADS = List.of("pricing", "price-list", "cart");

    @Test
    void namesOfWorkloadsAreRight() {
        assertThatCode(() -> images(Map.of("spurline.image.price-list", "a:1", "SPURLINE_IMAGE_PRICE_LIST", "a:2"))
                        .check(WORKLOADS))
                .doesNotThrowAnyException();
    }

    @Test
    void aMisspeltNameIsRefusedWithTheNearest() {
        assertThatThrownBy(() -> images(Map.of("spurline.image.prcing", "a:1")).check(WORKLOADS))
                .isInstanceOf(PreflightException.class)
                .hasMessage(
                        "Setting [spurline.image.prcing] (the test) names a workload that does not exist: did you mean [spurline.image.pricing]?");
    }

    @Test
    void aMisspeltVariableIsRefusedWithTheNearest() {
        assertThatThrownBy(
                        () -> images(Map.of("SPURLINE_IMAGE_PRICELIST", "a:1")).check(WORKLOADS))
                .isInstanceOf(PreflightException.class)
                .hasMessage(
                        "Setting [SPURLINE_IMAGE_PRICELIST] (the test) names a workload that does not exist: did you mean [SPURLINE_IMAGE_PRICE_LIST]?");
    }

    @Test
    void aNameThatResemblesNothingIsRefusedToo() {
        assertThatThrownBy(() -> images(Map.of("spurline.image.zzz", "a:1")).check(List.of("cart")))
                .isInstanceOf(PreflightException.class)
                .hasMessageContaining("did you mean [spurline.image.cart]?");
    }

    @Test
    void anImageOfAWorkloadThatNothingForksIsTold() {
        ImageSettings images = images(Map.of("spurline.image.cart", "a:1", "SPURLINE_IMAGE_PRICING", "a:2"));

        assertThat(images.unused(List.of("pricing")))
                .containsExactly(
                        "Setting [spurline.image.cart] (the test) names a workload that nothing forks here: no pod runs its"
                                + " image");
    }

    @Test
    void otherSettingsAreNobodysConcernHere() {
        assertThat(images(Map.of("spurline.entry.prcing", "http://a", "spurline.namespace", "shop"))
                        .name(WORKLOADS))
                .isTrue();
    }

    private static ImageSettings images(Map<String, String> values) {
        return new ImageSettings(new Settings() {
            @Override
            public Optional<Value> find(String name) {
                return Optional.ofNullable(values.get(name)).map(text -> new Value(text, "the test"));
            }

            @Override
            public Set<String> names() {
                return values.keySet();
            }
        });
    }
}
