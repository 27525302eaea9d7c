// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spurline.ComparedRequest;
import dev.spurline.RoutingKey;
import dev.spurline.SandboxException;
import dev.spurline.internal.routing.KeyFormat;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A request that carries a key already, by whatever headers carry it. */
class KeyedHeadersTests {

    private static final RoutingKey KEY = new RoutingKey("k7f3q5tbma");
    private static final ComparedRequest REQUEST = ComparedRequest.get("api", "/word");

    @ParameterizedTest
    @CsvSource({
        "signadot, baggage, sd-routing-key",
        "signadot, tracestate, sd-routing-key",
        "baggage:tenant, Baggage, tenant",
        "tracestate:spur, tracestate, spur"
    })
    void theMemberThatCarriesTheKeyIsRefused(String headers, String header, String member) {
        KeyedHeaders keyed = new KeyedHeaders(KeyFormat.of(List.of(headers)).headers(KEY));

        assertThatThrownBy(() -> keyed.addedTo(REQUEST.header(header, "user=alice, %s=k7f3q5tbma".formatted(member))))
                .isInstanceOf(SandboxException.class)
                .hasMessage(
                        "Request [GET api/word] was not sent: its header [%s] has in [%s] a key already, so that it cannot be sent without one. Leave the key out: it is added to the request that is sent with it",
                        header.toLowerCase(Locale.ROOT), member);
    }

    @Test
    void otherMembersStayBehindTheKey() {
        KeyedHeaders keyed = new KeyedHeaders(KeyFormat.SIGNADOT.headers(KEY));

        assertThat(keyed.addedTo(REQUEST.header("tracestate", "vendor=1").header("accept", "*/*")))
                .containsEntry("tracestate", List.of("sd-routing-key=k7f3q5tbma,vendor=1"))
                .containsEntry("baggage", List.of("sd-routing-key=k7f3q5tbma"))
                .containsEntry("accept", List.of("*/*"));
    }
}
