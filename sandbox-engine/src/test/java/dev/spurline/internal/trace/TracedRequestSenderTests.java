// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spurline.TraceRequest;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TracedRequestSenderTests {

    private static final Map<String, String> KEY =
            Map.of("baggage", "spurline=k7f3q5tbma", "x-spurline-key", "k7f3q5tbma");

    @Test
    void putsMembersOfOthersBehindTheKey() {
        assertThat(TracedRequestSender.merged(
                        Map.of("Baggage", "user=alice", "Accept", "text/plain", "X-Spurline-Key", "other"), KEY))
                .isEqualTo(Map.of(
                        "baggage", "spurline=k7f3q5tbma,user=alice",
                        "x-spurline-key", "k7f3q5tbma",
                        "accept", "text/plain"));
    }

    @Test
    void refusesWhatIsNoRequest() {
        assertThatThrownBy(() -> TraceRequest.get(" ", "/"))
                .hasMessage("A traced request names no Service: say where it goes in");
        assertThatThrownBy(() -> TraceRequest.of("cart", "GE T", "/"))
                .hasMessage("[GE T] is no method of HTTP, such as GET");
        assertThatThrownBy(() -> TraceRequest.get("cart", "carts"))
                .hasMessage("The path [carts] does not begin with a slash");
    }
}
