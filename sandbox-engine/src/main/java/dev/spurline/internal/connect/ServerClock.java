// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.connect;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The time as the API server tells it in its answers. The local clock may be an hour off; what counts for leases is the
 * cluster's.
 */
public final class ServerClock implements Interceptor {

    private volatile Reading reading = new Reading(null, Instant.now(), System.nanoTime());

    @Override
    public void after(HttpRequest request, HttpResponse<?> response, AsyncBody.Consumer<List<ByteBuffer>> consumer) {
        String date = response.header("Date");
        if (date != null) {
            try {
                reading = read(date, reading);
            } catch (DateTimeParseException e) {
                // A proxy's fancy; the last good reading goes on.
            }
        }
    }

    /** Many answers come in a second, and to parse the same text takes longer than all else that is done with them here. */
    private static Reading read(String date, Reading last) {
        Instant server = date.equals(last.date())
                ? last.server()
                : ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                        .toInstant();
        return new Reading(date, server, System.nanoTime());
    }

    /** Returns the server's time, at most a second behind: its answers carry whole seconds. */
    public Instant now() {
        Reading last = reading;
        return last.server().plus(Duration.ofNanos(System.nanoTime() - last.nanos()));
    }

    private record Reading(@Nullable String date, Instant server, long nanos) {}
}
