// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.entry;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

class EntryHeaderLossTests {

    private static final URI ENTRY = URI.create("https://shop.example.com");
    private static final List<String> HEADERS = List.of("baggage", "x-spurline-key");

    @Test
    void tellsThatAHeaderPassedTheEntryWhereTheForkBehindItWasReached() {
        assertThat(EntryHeaderLoss.sentence("front", ENTRY, HEADERS, List.of("deployment/front")))
                .isEqualTo(
                        "Requests that went in at spurline.entry.front [https://shop.example.com] reached fork [deployment/front] behind it, and went no further with the key: a header passed it, and [baggage], the one that applications forward, may not have. Let it pass [baggage, x-spurline-key], or leave spurline.entry.front out, and requests go in by port-forward");
    }

    @Test
    void saysThatNothingWasSeenWhereNoForkIsBehindTheEntry() {
        assertThat(EntryHeaderLoss.sentence("web.front", ENTRY, HEADERS, List.of()))
                .isEqualTo(
                        "Requests went in at spurline.entry.web.front [https://shop.example.com]: whether it takes headers [baggage, x-spurline-key] away cannot be seen. Let it pass [baggage, x-spurline-key], or leave spurline.entry.web.front out, and requests go in by port-forward");
    }
}
