// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.proxy;

import dev.spurline.cluster.ClusterSpec.Mesh;
import dev.spurline.embedded.internal.mesh.routing.RouteDecision;
import dev.spurline.embedded.internal.mesh.routing.ServicePort;
import java.time.Duration;

/** What the proxy of a mesh answers by itself where it cannot pass a request on. */
interface ProxyReplies {

    /** Returns those of a mesh. */
    static ProxyReplies of(Mesh mesh) {
        return mesh == Mesh.LINKERD ? new LinkerdReplies() : new EnvoyReplies(mesh);
    }

    /**
     * Answers what a table has decided that the proxy itself answers.
     *
     * @param address the address of the Service that was asked
     */
    LocalReply of(RouteDecision.Answer answer, String address);

    /** Answers for a backend that the proxy does not know. */
    LocalReply withoutCluster(RouteDecision.Forward forward, RouteDecision.Backend backend);

    /** Answers for a backend that has no endpoint. */
    LocalReply noEndpoint(ServicePort backend);

    /** Returns how long a request waits for an endpoint where there is none. */
    Duration patience();

    /** Answers once a time limit is over. */
    LocalReply timedOut(Duration limit);

    /** Answers for an endpoint that does not listen. */
    LocalReply connectFailed();

    /** Answers for a connection that has ended before the answer came. */
    LocalReply connectionLost();

    /**
     * Envoy's.
     *
     * <p>Source: www.envoyproxy.io/docs/envoy/latest/configuration/observability/access_log/usage, response flags.
     */
    record EnvoyReplies(Mesh mesh) implements ProxyReplies {

        private static final String LOST = "upstream connect error or disconnect/reset before headers. reset reason: ";

        @Override
        public LocalReply of(RouteDecision.Answer answer, String address) {
            return answer.status() == 404 && !answer.direct()
                    ? LocalReply.envoy(404, "", "NR")
                    : LocalReply.envoy(answer.status(), answer.body(), "-");
        }

        @Override
        public LocalReply withoutCluster(RouteDecision.Forward forward, RouteDecision.Backend backend) {
            // By staging overrides, backends are hosts of one cluster, whose names are looked up.
            return mesh == Mesh.ENVOY
                    ? LocalReply.envoy(503, "DNS resolution failure", "DF")
                    : LocalReply.envoy(forward.policy().withoutCluster(), "", "NC");
        }

        @Override
        public LocalReply noEndpoint(ServicePort backend) {
            return LocalReply.envoy(503, "no healthy upstream", "UH");
        }

        @Override
        public Duration patience() {
            return Duration.ZERO;
        }

        @Override
        public LocalReply timedOut(Duration limit) {
            return LocalReply.envoy(504, "upstream request timeout", "UT");
        }

        @Override
        public LocalReply connectFailed() {
            return LocalReply.envoy(503, LOST + "remote connection failure", "UF");
        }

        @Override
        public LocalReply connectionLost() {
            return LocalReply.envoy(503, LOST + "connection termination", "UC");
        }
    }

    /**
     * Those of Linkerd's proxy: they say why in a header, and have no body.
     *
     * <p>Source: {@code linkerd/app/core/src/errors/respond.rs} and ServerRescue in
     * {@code linkerd/app/outbound/src/http/server.rs} of linkerd2-proxy; linkerd.io/2/tasks/debugging-502s. Measured: 404 and
     * 500 with their messages, 504 after three seconds.
     */
    record LinkerdReplies() implements ProxyReplies {

        /** {@code failfast_timeout} in {@code policy-controller/grpc/src/outbound.rs} of linkerd2. */
        private static final Duration FAIL_FAST = Duration.ofSeconds(3);

        private static final String NOT_FOUND = "5";
        private static final String DEADLINE_EXCEEDED = "4";
        private static final String FAILED_PRECONDITION = "9";
        private static final String UNAVAILABLE = "14";

        @Override
        public LocalReply of(RouteDecision.Answer answer, String address) {
            return LocalReply.linkerd(answer.status(), NOT_FOUND, "logical service %s: no route".formatted(address));
        }

        @Override
        public LocalReply withoutCluster(RouteDecision.Forward forward, RouteDecision.Backend backend) {
            String message = backend.service()
                    .map(service -> "Service not found " + service.name())
                    .orElse("unsupported backend");
            return LocalReply.linkerd(forward.policy().withoutCluster(), FAILED_PRECONDITION, message);
        }

        @Override
        public LocalReply noEndpoint(ServicePort backend) {
            return LocalReply.linkerd(
                    504,
                    DEADLINE_EXCEEDED,
                    "Service.%s.%s:%d: service in fail-fast"
                            .formatted(backend.namespace(), backend.name(), backend.port()));
        }

        @Override
        public Duration patience() {
            return FAIL_FAST;
        }

        @Override
        public LocalReply timedOut(Duration limit) {
            return LocalReply.linkerd(504, DEADLINE_EXCEEDED, "request timeout: %dms".formatted(limit.toMillis()));
        }

        @Override
        public LocalReply connectFailed() {
            return LocalReply.linkerd(502, UNAVAILABLE, "Connection refused (os error 111)");
        }

        @Override
        public LocalReply connectionLost() {
            return LocalReply.linkerd(502, UNAVAILABLE, "connection closed before message completed");
        }
    }
}
