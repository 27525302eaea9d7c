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
