// SPDX-License-Identifier: Apache-2.0
package dev.spurline.engine;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * When each request to the API server began and ended. Each is given a latency, as on a cluster that is far away, so that
 * what is sent at once also overlaps on a machine that is short of processors.
 */
final class RequestTimes implements Interceptor {

    private final Duration latency;
    private static final String NUMBER = "x-request-number";

    private final AtomicLong numbers = new AtomicLong();
    private final Map<String, Exchange> exchanges = new ConcurrentHashMap<>();

    RequestTimes(Duration latency) {
        this.latency = latency;
    }

    @Override
    public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
        String what = request.method() + " " + request.uri().getRawPath();
        boolean watch = String.valueOf(request.uri().getRawQuery()).contains("watch=true");
        // What is sent is a copy of the request, and all they have in common is what the builder is given.
        String number = String.valueOf(numbers.incrementAndGet());
        builder.setHeader(NUMBER, number);
        exchanges.put(number, new Exchange(what, watch, System.nanoTime(), Long.MAX_VALUE));
        LockSupport.parkNanos(latency.toNanos());
    }

    @Override
    public void after(HttpRequest request, HttpResponse<?> response, AsyncBody.Consumer<List<ByteBuffer>> consumer) {
        exchanges.computeIfPresent(
                String.valueOf(request.header(NUMBER)), (number, exchange) -> exchange.ended(System.nanoTime()));
    }

    void forget() {
        exchanges.clear();
    }

    /** Returns the requests that are no watches, in the order in which they began. */
    List<Exchange> requests() {
        return exchanges.values().stream()
                .filter(exchange -> !exchange.watch())
                .sorted(Comparator.comparingLong(Exchange::start))
                .toList();
    }

    /** Returns the watches, in the order in which they began. */
    List<Exchange> watches() {
        return exchanges.values().stream()
                .filter(Exchange::watch)
                .sorted(Comparator.comparingLong(Exchange::start))
                .toList();
    }

    /** Returns a longest chain of requests, watches included, each of which began when the one before had ended. */
    List<Exchange> chain() {
        List<Exchange> chain = new ArrayList<>();
        long free = Long.MIN_VALUE;
        List<Exchange> byEnd = exchanges.values().stream()
                .filter(exchange -> exchange.end() != Long.MAX_VALUE)
                .sorted(Comparator.comparingLong(Exchange::end))
                .toList();
        for (Exchange exchange : byEnd) {
            if (exchange.start() >= free) {
                chain.add(exchange);
                free = exchange.end();
            }
        }
        return chain;
    }

    record Exchange(String what, boolean watch, long start, long end) {

        Exchange ended(long now) {
            return new Exchange(what, watch, start, now);
        }

        @Override
        public String toString() {
            return what + (watch ? " (watch)" : "") + (end == Long.MAX_VALUE ? " (open)" : "");
        }
    }
}
