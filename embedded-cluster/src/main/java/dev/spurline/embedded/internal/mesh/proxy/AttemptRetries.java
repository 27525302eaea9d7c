// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.proxy;

import dev.spurline.embedded.internal.mesh.routing.RouteRule;
import io.vertx.core.MultiMap;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which failed attempts are repeated.
 *
 * <p>Source: www.envoyproxy.io/docs/envoy/latest/configuration/http/http_filters/router_filter, x-envoy-retry-on and
 * x-envoy-retry-grpc-on.
 */
record AttemptRetries(RouteRule.Retry retry) {

    private static final String ALL_FAILURES = "5xx";
    private static final String GATEWAY_FAILURES = "gateway-error";

    private static final Map<String, String> GRPC = Map.of(
            "cancelled", "1",
            "deadline-exceeded", "4",
            "resource-exhausted", "8",
            "internal", "13",
            "unavailable", "14");

    private boolean any(String... conditions) {
        return Arrays.stream(conditions).anyMatch(retry.conditions()::contains);
    }

    /** Says whether an attempt is repeated that found no open port. */
    boolean afterConnectFailure() {
        return any("connect-failure", "reset", ALL_FAILURES, GATEWAY_FAILURES);
    }

    /** Says whether an attempt is repeated that the backend has not begun. */
    boolean afterRefusedStream() {
        return any("refused-stream", "reset", ALL_FAILURES, GATEWAY_FAILURES);
    }

    /** Says whether an attempt is repeated whose connection is lost. */
    boolean afterReset() {
        return any("reset", ALL_FAILURES, GATEWAY_FAILURES);
    }

    /** Says whether an attempt is repeated whose time is over. */
    boolean afterTimeout() {
        return any("reset", ALL_FAILURES, GATEWAY_FAILURES, RouteRule.Retry.TIMEOUT);
    }

    boolean afterStatus(int status) {
        return retry.codes().contains(status)
                || (any(ALL_FAILURES) && status >= 500)
                || (any(GATEWAY_FAILURES) && status >= 502 && status <= 504)
                || (any("retriable-4xx") && status == 409);
    }

    boolean afterGrpcStatus(MultiMap headers) {
        return isRepeatedCall(headers.get("grpc-status"));
    }

    private boolean isRepeatedCall(@Nullable String status) {
        return status != null
                && GRPC.entrySet().stream()
                        .anyMatch(condition -> condition.getValue().equals(status) && any(condition.getKey()));
    }
}
