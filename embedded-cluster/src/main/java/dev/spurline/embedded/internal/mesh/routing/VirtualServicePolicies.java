// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.routing;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The faults, the CORS policy and the mirrors of a rule of a VirtualService.
 *
 * <p>Source: TranslateFault, TranslateCORSPolicy, MirrorPercent and MirrorPercentByPolicy in istiod's
 * {@code pilot/pkg/networking/core/route/route.go}.
 */
final class VirtualServicePolicies {

    /** Source: SupportedGRPCStatus in istiod's {@code pkg/util/grpc}. */
    private static final List<String> GRPC = List.of(
            "OK",
            "CANCELLED",
            "UNKNOWN",
            "INVALID_ARGUMENT",
            "DEADLINE_EXCEEDED",
            "NOT_FOUND",
            "ALREADY_EXISTS",
            "PERMISSION_DENIED",
            "RESOURCE_EXHAUSTED",
            "FAILED_PRECONDITION",
            "ABORTED",
            "OUT_OF_RANGE",
            "UNIMPLEMENTED",
            "INTERNAL",
            "UNAVAILABLE",
            "DATA_LOSS",
            "UNAUTHENTICATED");

    /** What else a gRPC status is called in HTTP. Source: grpcToHttpStatus in Envoy's {@code source/common/grpc/status.cc}. */
    private static final Map<Integer, Integer> HTTP = Map.ofEntries(
            Map.entry(0, 200),
            Map.entry(1, 499),
            Map.entry(3, 400),
            Map.entry(4, 504),
            Map.entry(5, 404),
            Map.entry(6, 409),
            Map.entry(7, 403),
            Map.entry(8, 429),
            Map.entry(9, 400),
            Map.entry(10, 409),
            Map.entry(11, 400),
            Map.entry(12, 501),
            Map.entry(14, 503),
            Map.entry(16, 401));

    private VirtualServicePolicies() {}

    static RoutePolicy of(JsonNode rule) {
        return RoutePolicy.ISTIO.with(fault(rule.path("fault")), cors(rule.path("corsPolicy")));
    }

    private static Optional<RouteFault> fault(JsonNode node) {
        JsonNode delay = node.path("delay");
        JsonNode abort = node.path("abort");
        Optional<RouteFault.Delay> held = VirtualServiceActions.duration(delay, "fixedDelay")
                .map(time -> new RouteFault.Delay(
                        time,
                        percentage(
                                delay.path("percentage"), delay.path("percent").asDouble())));
        Optional<RouteFault.Abort> answered = abort.hasNonNull("httpStatus") || abort.hasNonNull("grpcStatus")
                ? Optional.of(abort(abort))
                : Optional.empty();
        return held.isEmpty() && answered.isEmpty() ? Optional.empty() : Optional.of(new RouteFault(held, answered));
    }

    /** Without a percentage nothing is aborted. */
    private static RouteFault.Abort abort(JsonNode abort) {
        double percentage = percentage(abort.path("percentage"), 0);
        if (abort.hasNonNull("httpStatus")) {
            return new RouteFault.Abort(abort.get("httpStatus").asInt(), Optional.empty(), percentage);
        }
        int status = Math.max(0, GRPC.indexOf(abort.path("grpcStatus").asText()));
        return new RouteFault.Abort(HTTP.getOrDefault(status, 500), Optional.of(status), percentage);
    }

    private static double percentage(JsonNode percent, double unsaid) {
        return percent.isObject() ? percent.path("value").asDouble() : unsaid;
    }

    private static Optional<CorsPolicy> cors(JsonNode node) {
        if (!node.isObject()) {
            return Optional.empty();
        }
        Stream<TextMatch> origins = node.has("allowOrigins")
                ? VirtualServiceReader.all(node.path("allowOrigins")).map(VirtualServiceReader::text)
                : VirtualServiceObject.texts(node.path("allowOrigin")).stream().map(TextMatch.Exact::new);
        return Optional.of(new CorsPolicy(
                origins.toList(),
                joined(node.path("allowMethods")),
                joined(node.path("allowHeaders")),
                joined(node.path("exposeHeaders")),
                VirtualServiceActions.text(node, "maxAge")
                        .map(text -> String.valueOf(IstioDuration.parse(text).toSeconds()))
                        .orElse(""),
                node.path("allowCredentials").asBoolean(),
                !node.path("unmatchedPreflights").asText().equals("IGNORE")));
    }

    private static String joined(JsonNode list) {
        return String.join(",", VirtualServiceObject.texts(list));
    }

    /** All requests are copied unless a share is said; of none, nothing is left. */
    static List<VirtualServiceRule.RuleMirror> mirrors(JsonNode rule) {
        JsonNode one = rule.path("mirror");
        double share = percentage(
                rule.path("mirrorPercentage"), rule.path("mirrorPercent").asDouble(100));
        Stream<VirtualServiceRule.RuleMirror> first = one.isObject()
                ? Stream.of(new VirtualServiceRule.RuleMirror(VirtualServiceReader.target(one), share))
                : Stream.empty();
        Stream<VirtualServiceRule.RuleMirror> others = VirtualServiceReader.all(rule.path("mirrors"))
                .filter(mirror -> mirror.path("destination").isObject())
                .map(mirror -> new VirtualServiceRule.RuleMirror(
                        VirtualServiceReader.target(mirror.path("destination")),
                        percentage(mirror.path("percentage"), 100)));
        return Stream.concat(first, others)
                .filter(mirror -> mirror.percentage() > 0)
                .toList();
    }
}
