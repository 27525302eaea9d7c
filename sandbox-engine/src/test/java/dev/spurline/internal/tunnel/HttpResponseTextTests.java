// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HttpResponseTextTests {

    @Test
    void aBodyOfKnownLengthIsCompleteWithItsLastByte() {
        String all = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";

        for (int length = 0; length < all.length(); length++) {
            assertThat(HttpResponseText.parse(all.substring(0, length), false)).isEmpty();
        }
        assertThat(HttpResponseText.parse(all, false)).contains(new HttpResponseText(200, "hello"));
    }

    @Test
    void chunksArePutTogether() {
        String all = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nhel\r\n2;x=y\r\nlo\r\n0\r\n\r\n";

        assertThat(HttpResponseText.parse(all, false)).contains(new HttpResponseText(200, "hello"));
        assertThat(HttpResponseText.parse(all.substring(0, all.length() - 8), false))
                .isEmpty();
    }

    @Test
    void aBodyOfUnknownLengthEndsWithTheConnection() {
        String all = "HTTP/1.1 503 Unavailable\r\nConnection: close\r\n\r\nno";

        assertThat(HttpResponseText.parse(all, false)).isEmpty();
        assertThat(HttpResponseText.parse(all, true)).contains(new HttpResponseText(503, "no"));
    }
}
