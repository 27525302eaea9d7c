// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.routing;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A rule of a route: any of its matches, all of its filters, one of its backends. */
public record RouteRule(
        Optional<String> name,
        List<RouteMatch> matches,
        List<RouteFilter> filters,
        List<BackendRef> backends,
        Optional<Duration> requestTimeout,
        Optional<Duration> backendTimeout,
        Optional<Retry> retry) {

    /**
     * How often a failed attempt is repeated.
     *
     * @param attempts the repetitions after the first attempt
     * @param codes response codes that count as failed, whatever the conditions say
     * @param conditions which failures count, in Envoy's words
     * @param perTry the time limit of one attempt
     */
    public record Retry(int attempts, Set<Integer> codes, Set<String> conditions, Optional<Duration> perTry) {

        /** Source: defaultRetryOn in istiod's {@code pilot/pkg/networking/core/route/retry/retry.go}. */
        static final Set<String> DEFAULT_CONDITIONS = Collections.unmodifiableSet(new LinkedHashSet<>(
                List.of("connect-failure", "refused-stream", "unavailable", "cancelled", "retriable-status-codes")));

        /** Linkerd's condition for an attempt whose time is over, which Envoy has no word for of its own. */
        public static final String TIMEOUT = "attempt-timeout";

        /** Copies the codes. */
        public Retry {
            codes = Set.copyOf(codes);
        }

        /** Repeats what Istio repeats where nothing is said, and responses with these codes. */
        public Retry(int attempts, Set<Integer> codes) {
            this(attempts, codes, DEFAULT_CONDITIONS, Optional.empty());
        }

        /** Repeats nothing. */
        public static final Retry NONE = new Retry(0, Set.of());

        /** What Istio does where a route says nothing. Source: istio.io/latest/docs/concepts/traffic-management/#retries. */
        public static final Retry ISTIO_DEFAULT = new Retry(2, Set.of());
    }
}
