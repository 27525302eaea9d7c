// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.routing;

import java.time.Duration;
import java.util.Optional;

/**
 * What a route does to some requests before it forwards them: it delays them, and of those and others it answers some itself.
 *
 * <p>Source: TranslateFault in istiod's {@code pilot/pkg/networking/core/route/route.go}.
 */
public record RouteFault(Optional<Delay> delay, Optional<Abort> abort) {

    /**
     * Holds requests back.
     *
     * @param percentage of 100
     */
    public record Delay(Duration time, double percentage) {}

    /**
     * Answers requests.
     *
     * @param grpcStatus the number of a gRPC status, if the answer is one
     * @param percentage of 100
     */
    public record Abort(int httpStatus, Optional<Integer> grpcStatus, double percentage) {}

    /**
     * Says whether a request is among so many of a hundred.
     *
     * @param dice from 0 to less than 1, each as likely as any other
     */
    public static boolean isHit(double percentage, double dice) {
        return dice * 100 < percentage;
    }
}
