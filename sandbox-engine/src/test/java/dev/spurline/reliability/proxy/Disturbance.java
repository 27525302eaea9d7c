// SPDX-License-Identifier: Apache-2.0
package dev.spurline.reliability.proxy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.function.UnaryOperator;

/** What happens to a request on its way. */
@FunctionalInterface
public interface Disturbance {

    /** Nothing: the request is handed on, and its answer handed back. */
    Disturbance NONE = ProxiedExchange::pass;

    /** Performs it; whoever does not hand back an answer hangs up. */
    void on(ProxiedExchange exchange) throws IOException;

    /** Answers without asking the server. */
    static Disturbance answer(int status, String reason) {
        return exchange -> exchange.answer(status, reason, Map.of());
    }

    /** Refuses the request as an admission webhook does. */
    static Disturbance refuse(String message) {
        return exchange ->
                exchange.answer(403, "Forbidden", "admission webhook denied the request: " + message, Map.of());
    }

    /** Changes what is written on its way in, as an admission webhook does. */
    static Disturbance mutate(UnaryOperator<String> change) {
        return exchange ->
                exchange.passInstead(change.apply(new String(exchange.request().bytes(), StandardCharsets.UTF_8)));
    }

    /** Sends the caller away for a while. */
    static Disturbance tooManyRequests(Duration wait) {
        return exchange -> exchange.answer(
                429, "TooManyRequests", Map.of("Retry-After", String.valueOf(Math.max(1, wait.toSeconds()))));
    }

    /** Resets the connection before the server has heard of the request. */
    static Disturbance resetBefore() {
        return ProxiedExchange::reset;
    }

    /** Resets the connection when the server has done what was asked. */
    static Disturbance resetAfter() {
        return exchange -> {
            exchange.forward();
            exchange.reset();
        };
    }

    /** Hands back half of the answer and hangs up. */
    static Disturbance cutInHalf() {
        return exchange -> {
            exchange.forward();
            exchange.deliverHalf();
        };
    }

    /** Says nothing for a while, and then does what was asked, if the caller still waits. */
    static Disturbance stall(Duration length) {
        return exchange -> {
            if (exchange.waits(length)) {
                exchange.pass();
            }
        };
    }

    /** Does something before the server hears of the request, which it never does. */
    static Disturbance before(Runnable deed) {
        return exchange -> {
            deed.run();
            exchange.hangUp();
        };
    }

    /** Does something when the server has answered, of which the caller never hears. */
    static Disturbance after(Runnable deed) {
        return exchange -> {
            exchange.forward();
            deed.run();
            exchange.hangUp();
        };
    }

    /** Hands on the events of a watch in a way of its own. */
    static Disturbance watch(WatchFault fault) {
        return exchange -> exchange.pass(fault);
    }
}
