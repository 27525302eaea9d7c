// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.entry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spurline.Settings;
import dev.spurline.internal.plan.EntryWish;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EntryHeaderLossTests {

    private static EntryWish entry(String key, String value) {
        Settings settings =
                name -> name.equals(key) ? Optional.of(new Settings.Value(value, "the test")) : Optional.empty();
        return EntryWish.of(
                        settings, key.equals("spurline.entry") ? "front" : key.substring("spurline.entry.".length()))
                .orElseThrow();
    }

    private static final List<String> HEADERS = List.of("baggage", "x-spurline-key");

    @Test
    void tellsThatAHeaderPassedTheEntryWhereTheForkBehindItWasReached() {
        assertThat(EntryHeaderLoss.sentence(
                        entry("spurline.entry.front", "https://shop.example.com"),
                        HEADERS,
                        List.of("deployment/front")))
                .isEqualTo(
                        "Requests that went in at spurline.entry.front [https://shop.example.com] reached fork [deployment/front] behind it, and went no further with the key: a header passed it, and [baggage], the one that applications forward, may not have. Let it pass [baggage, x-spurline-key], or leave spurline.entry.front out, and requests go in by port-forward");
    }

    @Test
    void saysThatNothingWasSeenWhereNoForkIsBehindTheEntry() {
        assertThat(EntryHeaderLoss.sentence(
                        entry("spurline.entry.web.front", "https://shop.example.com"), HEADERS, List.of()))
                .isEqualTo(
                        "Requests went in at spurline.entry.web.front [https://shop.example.com]: whether it takes headers [baggage, x-spurline-key] away cannot be seen. Let it pass [baggage, x-spurline-key], or leave spurline.entry.web.front out, and requests go in by port-forward");
    }

    @Test
    void aGatewayIsAnEntryToo() {
        assertThat(EntryHeaderLoss.sentence(entry("spurline.entry", "gateway"), HEADERS, List.of()))
                .isEqualTo(
                        "Requests went in at spurline.entry [gateway]: whether it takes headers [baggage, x-spurline-key] away cannot be seen. Let it pass [baggage, x-spurline-key], or leave spurline.entry out, and requests go in by port-forward");
    }
}
