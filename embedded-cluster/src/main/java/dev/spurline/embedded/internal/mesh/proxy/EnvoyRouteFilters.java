// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.proxy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.embedded.internal.mesh.routing.CorsPolicy;
import dev.spurline.embedded.internal.mesh.routing.RouteFault;
import dev.spurline.embedded.internal.mesh.routing.RoutePolicy;

/**
 * What a route says to the filters of Envoy, as istiod generates it.
 *
 * <p>Source: TranslateFault, TranslateCORSPolicy and TranslateRequestMirrorPolicy in istiod's
 * {@code pilot/pkg/networking/core/route/route.go}.
 */
final class EnvoyRouteFilters {

    private static final String TYPE = "type.googleapis.com/envoy.extensions.filters.http.";

    private EnvoyRouteFilters() {}

    static void write(ObjectNode route, RoutePolicy policy) {
        policy.fault()
                .ifPresent(fault -> write(
                        filters(route).putObject("envoy.filters.http.fault").put("@type", TYPE + "fault.v3.HTTPFault"),
                        fault));
        policy.cors()
                .ifPresent(cors -> write(
                        filters(route).putObject("envoy.filters.http.cors").put("@type", TYPE + "cors.v3.CorsPolicy"),
                        cors));
    }

    private static ObjectNode filters(ObjectNode route) {
        return route.withObject("/typed_per_filter_config");
    }

    private static void write(ObjectNode node, RouteFault fault) {
        fault.delay().ifPresent(delay -> {
            ObjectNode held = node.putObject("delay");
            held.put("fixed_delay", EnvoyRoute.seconds(delay.time()));
            writeShare(held.putObject("percentage"), delay.percentage());
        });
        fault.abort().ifPresent(abort -> {
            ObjectNode answered = node.putObject("abort");
            abort.grpcStatus()
                    .ifPresentOrElse(
                            status -> answered.put("grpc_status", status),
                            () -> answered.put("http_status", abort.httpStatus()));
            writeShare(answered.putObject("percentage"), abort.percentage());
        });
    }

    private static void write(ObjectNode node, CorsPolicy cors) {
        ArrayNode origins = node.putArray("allow_origin_string_match");
        cors.origins().forEach(origin -> origins.add(EnvoyRoute.text(origin)));
        node.put("allow_methods", cors.allowMethods());
        node.put("allow_headers", cors.allowHeaders());
        node.put("expose_headers", cors.exposeHeaders());
        node.put("max_age", cors.maxAge());
        node.put("allow_credentials", cors.allowCredentials());
        node.put("forward_not_matching_preflights", cors.forwardsUnmatched());
    }

    static void writeMirrors(ObjectNode action, RoutePolicy policy) {
        policy.mirrors().forEach(mirror -> {
            ObjectNode copy = action.withArray("request_mirror_policies").addObject();
            copy.put("cluster", mirror.destination().cluster());
            writeShare(copy.putObject("runtime_fraction").putObject("default_value"), mirror.percentage());
            copy.put("trace_sampled", false);
        });
    }

    private static void writeShare(ObjectNode node, double percentage) {
        node.put("numerator", (int) (percentage * 10_000)).put("denominator", "MILLION");
    }
}
