// SPDX-License-Identifier: Apache-2.0
package dev.spurline.benchmarks.envoy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.RoutingKey;
import dev.spurline.internal.routing.KeyFormat;
import java.io.IOException;
import java.util.List;

/**
 * The configuration of an Envoy whose only host has the routes that sandboxes with an HTTPRoute each give it by Istio: two
 * for each, one by the member of the baggage and one by the plain header, and behind all of them that of the baseline. Where
 * requests without a key go first, one more route is before them, which no HTTPRoute could say.
 */
final class EnvoyRoutes {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FRAME = """
            {"admin": {"address": {"socket_address": {"address": "127.0.0.1", "port_value": 0}}},
             "static_resources": {
              "listeners": [{"address": {"socket_address": {"address": "127.0.0.1", "port_value": 0}},
               "filter_chains": [{"filters": [{"name": "envoy.filters.network.http_connection_manager", "typed_config": {
                "@type": "type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager",
                "stat_prefix": "out",
                "http_filters": [{"name": "envoy.filters.http.router", "typed_config": {
                 "@type": "type.googleapis.com/envoy.extensions.filters.http.router.v3.Router"}}],
                "route_config": {"virtual_hosts": [{"name": "pricing", "domains": ["*"], "routes": []}]}}}]}]}],
              "clusters": []}}
            """;
    private static final String CLUSTER = """
            {"name": "%1$s", "type": "STATIC", "connect_timeout": "5s", "load_assignment": {"cluster_name": "%1$s",
             "endpoints": [{"lb_endpoints": [{"endpoint": {"address": {"socket_address": {
              "address": "127.0.0.1", "port_value": %2$d}}}}]}]}}
            """;
    private static final String ROUTE = """
            {"match": {"prefix": "/"}, "route": {"cluster": "%s", "timeout": "0s"}}
            """;

    /** What Istio makes of withoutHeaders in a VirtualService. */
    private static final String UNTAGGED = """
            {"match": {"prefix": "/", "headers": [
              {"name": "x-spurline-key", "present_match": true, "invert_match": true},
              {"name": "baggage", "string_match": {"safe_regex": {"regex": "(?:.*,)?[ \\t]*spurline[ \\t]*=.*"}},
               "invert_match": true, "treat_missing_header_as_empty": true}]},
             "route": {"cluster": "baseline", "timeout": "0s"}}
            """;

    private EnvoyRoutes() {}

    /**
     * Returns it as JSON, which is YAML.
     *
     * @param keys those of the sandboxes
     * @param untaggedFirst whether the first route takes all requests that carry no key, whosever
     * @param baseline the port of the baseline
     * @param fork that of all forks
     */
    static String configuration(List<RoutingKey> keys, boolean untaggedFirst, int baseline, int fork)
            throws IOException {
        ObjectNode all = (ObjectNode) JSON.readTree(FRAME);
        ArrayNode clusters = (ArrayNode) all.at("/static_resources/clusters");
        clusters.add(JSON.readTree(CLUSTER.formatted("baseline", baseline)));
        clusters.add(JSON.readTree(CLUSTER.formatted("fork", fork)));
        ArrayNode routes = (ArrayNode)
                all.at(
                        "/static_resources/listeners/0/filter_chains/0/filters/0/typed_config/route_config/virtual_hosts/0/routes");
        if (untaggedFirst) {
            routes.add(JSON.readTree(UNTAGGED));
        }
        for (RoutingKey key : keys) {
            for (KeyFormat.Carrier carrier : KeyFormat.SPURLINE.carriers()) {
                routes.add(keyed(carrier, key));
            }
        }
        routes.add(JSON.readTree(ROUTE.formatted("baseline")));
        return all.toString();
    }

    private static ObjectNode keyed(KeyFormat.Carrier carrier, RoutingKey key) throws IOException {
        ObjectNode route = (ObjectNode) JSON.readTree(ROUTE.formatted("fork"));
        ObjectNode header =
                route.withObject("/match").withArray("headers").addObject().put("name", carrier.header());
        ObjectNode value = header.putObject("string_match");
        if (carrier.syntax() == KeyFormat.Syntax.BAGGAGE) {
            value.putObject("safe_regex").put("regex", KeyFormat.baggageRegex(carrier.member(), key.value()));
        } else {
            value.put("exact", key.value());
        }
        return route;
    }
}
