// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.StandardHttpRequest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ServerClockTests {

    private final ServerClock clock = new ServerClock();

    @Test
    void theServersTimeCounts() {
        told("Sun, 22 Nov 2015 13:06:11 GMT");

        assertThat(clock.now()).isBetween(Instant.parse("2015-11-22T13:06:11Z"), Instant.parse("2015-11-22T13:07:11Z"));
    }

    @Test
    void aBlankDateDoesNotHoldTheClock() {
        Instant start = clock.now();
        await().until(() -> clock.now().isAfter(start.plusMillis(100)));
        Instant before = clock.now();

        told("");

        assertThat(clock.now()).isAfterOrEqualTo(before);
    }

    @Test
    void aBlankDateLeavesTheLastGoodOne() {
        told("Sun, 22 Nov 2015 13:06:11 GMT");
        told("");

        assertThat(clock.now()).isBetween(Instant.parse("2015-11-22T13:06:11Z"), Instant.parse("2015-11-22T13:07:11Z"));
    }

    private void told(String date) {
        clock.after(
                new StandardHttpRequest.Builder().uri("http://localhost").build(),
                new Dated(date),
                (value, body) -> {});
    }

    private record Dated(String date) implements HttpResponse<String> {

        @Override
        public int code() {
            return 200;
        }

        @Override
        public String body() {
            return "";
        }

        @Override
        public @Nullable HttpRequest request() {
            return null;
        }

        @Override
        public Optional<HttpResponse<?>> previousResponse() {
            return Optional.empty();
        }

        @Override
        public List<String> headers(String key) {
            return headers().getOrDefault(key, List.of());
        }

        @Override
        public Map<String, List<String>> headers() {
            return Map.of("Date", List.of(date));
        }
    }
}
