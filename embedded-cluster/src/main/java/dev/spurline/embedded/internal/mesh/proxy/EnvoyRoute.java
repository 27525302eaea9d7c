// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.proxy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.embedded.internal.mesh.routing.HeaderChange;
import dev.spurline.embedded.internal.mesh.routing.NamedMatch;
import dev.spurline.embedded.internal.mesh.routing.PathMatch;
import dev.spurline.embedded.internal.mesh.routing.RouteDecision;
import dev.spurline.embedded.internal.mesh.routing.RouteEntry;
import dev.spurline.embedded.internal.mesh.routing.RouteFilter;
import dev.spurline.embedded.internal.mesh.routing.RouteMatch;
import dev.spurline.embedded.internal.mesh.routing.RouteRule;
import dev.spurline.embedded.internal.mesh.routing.ServicePort;
import dev.spurline.embedded.internal.mesh.routing.TextMatch;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/**
 * One route in the form of Envoy's {@code envoy.config.route.v3.Route}, as istiod generates it.
 *
 * <p>Source: translateRoute in {@code pilot/pkg/networking/core/route/route.go}.
 */
final class EnvoyRoute {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private EnvoyRoute() {}

    /** Returns the only route of a Service that has no routes. */
    static ObjectNode plain(ServicePort port) {
        ObjectNode route = JSON.objectNode();
        route.putObject("match").put("prefix", "/");
        ObjectNode action = route.putObject("route");
        action.put("cluster", EnvoyCluster.outbound(port)).put("timeout", "0s");
        action.set("retry_policy", retry(RouteRule.Retry.ISTIO_DEFAULT));
        action.put("max_grpc_timeout", "0s");
        route.putObject("decorator").put("operation", port + "/*");
        route.put("name", "default");
        return route;
    }

    static ObjectNode of(RouteEntry entry, ServicePort port) {
        ObjectNode route = JSON.objectNode();
        route.set("match", match(entry.match()));
        RouteEntry.RouteAction action = entry.action();
        if (action.redirect().isPresent()) {
            route.set("redirect", redirect(action.redirect().get()));
        } else if (action.backends().isEmpty()) {
            route.putObject("direct_response").put("status", action.withoutBackend());
        } else {
            route.set("route", forward(action));
        }
        route.putObject("metadata")
                .putObject("filter_metadata")
                .putObject("istio")
                .put("config", config(entry, port));
        route.putObject("decorator").put("operation", port + "/*");
        writeHeaders(route, "request", action.request());
        writeHeaders(route, "response", action.response());
        return route.put("name", entry.name());
    }

    /** The name of the VirtualService that istiod merges the routes of one namespace and host into. */
    private static String config(RouteEntry entry, ServicePort port) {
        String form = entry.origin().parents().stream()
                .filter(parent -> parent.name().equals(port.name()))
                .flatMap(parent -> parent.port().stream())
                .findFirst()
                .map(number -> "~" + number)
                .orElse("");
        String namespace = entry.origin().namespace();
        return "/apis/networking.istio.io/v1/namespaces/" + namespace + "/virtual-service/" + namespace + form + "~"
                + port.host();
    }

    private static ObjectNode match(RouteMatch match) {
        ObjectNode node = JSON.objectNode();
        writePath(node, match.path());
        node.put("case_sensitive", true);
        if (!match.headers().isEmpty() || match.method().isPresent()) {
            ArrayNode headers = node.putArray("headers");
            match.headers().stream()
                    .sorted(Comparator.comparing(NamedMatch::name))
                    .forEach(header -> headers.add(named(header)));
            match.method()
                    .ifPresent(method -> headers.add(named(new NamedMatch(":method", new TextMatch.Exact(method)))));
        }
        if (!match.query().isEmpty()) {
            ArrayNode query = node.putArray("query_parameters");
            match.query().forEach(parameter -> query.add(named(parameter)));
        }
        return node;
    }

    private static void writePath(ObjectNode node, PathMatch path) {
        if (path instanceof PathMatch.Exact exact) {
            node.put("path", exact.path());
        } else if (path instanceof PathMatch.Regex regex) {
            node.putObject("safe_regex").put("regex", regex.expression().text());
        } else if (path instanceof PathMatch.Prefix prefix && !prefix.path().equals("/")) {
            String elements = prefix.path();
            node.put(
                    "path_separated_prefix",
                    elements.endsWith("/") ? elements.substring(0, elements.length() - 1) : elements);
        } else {
            node.put("prefix", "/");
        }
    }

    private static ObjectNode named(NamedMatch match) {
        ObjectNode node = JSON.objectNode();
        node.put("name", match.name());
        ObjectNode text = node.putObject("string_match");
        if (match.value() instanceof TextMatch.Regex regex) {
            text.putObject("safe_regex").put("regex", regex.text());
        } else {
            text.put("exact", match.value().text());
        }
        return node;
    }

    private static ObjectNode forward(RouteEntry.RouteAction action) {
        ObjectNode node = JSON.objectNode();
        List<RouteDecision.Backend> backends = action.backends();
        if (backends.size() == 1) {
            node.put("cluster", cluster(backends.get(0)));
        } else {
            ArrayNode clusters = node.putObject("weighted_clusters").putArray("clusters");
            backends.forEach(backend ->
                    clusters.addObject().put("name", cluster(backend)).put("weight", backend.weight()));
        }
        action.rewrite()
                .flatMap(RouteFilter.Rewrite::path)
                .ifPresent(path -> node.put(path.full() ? "path_rewrite" : "prefix_rewrite", path.value()));
        action.rewrite()
                .flatMap(RouteFilter.Rewrite::hostname)
                .ifPresent(host -> node.put("host_rewrite_literal", host));
        node.put("timeout", seconds(action.timeout().orElse(Duration.ZERO)));
        if (action.retry().attempts() > 0) {
            node.set("retry_policy", retry(action.retry()));
        }
        node.put("cluster_not_found_response_code", "INTERNAL_SERVER_ERROR");
        node.put("max_grpc_timeout", seconds(action.timeout().orElse(Duration.ZERO)));
        return node;
    }

    private static String cluster(RouteDecision.Backend backend) {
        return backend.service().map(EnvoyCluster::outbound).orElse("UnknownService");
    }

    private static ObjectNode retry(RouteRule.Retry retry) {
        ObjectNode node = JSON.objectNode();
        node.put("retry_on", "connect-failure,refused-stream,unavailable,cancelled,retriable-status-codes");
        node.put("num_retries", retry.attempts());
        ObjectNode predicate = node.putArray("retry_host_predicate").addObject();
        predicate.put("name", "envoy.retry_host_predicates.previous_hosts");
        predicate
                .putObject("typed_config")
                .put(
                        "@type",
                        "type.googleapis.com/envoy.extensions.retry.host.previous_hosts.v3.PreviousHostsPredicate");
        node.put("host_selection_retry_max_attempts", "5");
        if (!retry.codes().isEmpty()) {
            ArrayNode codes = node.putArray("retriable_status_codes");
            retry.codes().stream().sorted().forEach(codes::add);
        }
        return node;
    }

    private static ObjectNode redirect(RouteFilter.Redirect redirect) {
        ObjectNode node = JSON.objectNode();
        redirect.hostname().ifPresent(host -> node.put("host_redirect", host));
        redirect.path().ifPresent(path -> node.put(path.full() ? "path_redirect" : "prefix_rewrite", path.value()));
        redirect.scheme().ifPresent(scheme -> node.put("scheme_redirect", scheme));
        redirect.port().ifPresent(port -> node.put("port_redirect", port));
        node.put(
                "response_code",
                switch (redirect.statusCode().orElse(301)) {
                    case 302 -> "FOUND";
                    case 303 -> "SEE_OTHER";
                    case 307 -> "TEMPORARY_REDIRECT";
                    case 308 -> "PERMANENT_REDIRECT";
                    default -> "MOVED_PERMANENTLY";
                });
        return node;
    }

    private static void writeHeaders(ObjectNode route, String side, List<HeaderChange> changes) {
        for (HeaderChange change : changes) {
            if (change instanceof HeaderChange.Remove remove) {
                route.withArray(side + "_headers_to_remove").add(remove.name());
            } else if (change instanceof HeaderChange.Set set) {
                add(route, side, set.name(), set.value(), "OVERWRITE_IF_EXISTS_OR_ADD");
            } else if (change instanceof HeaderChange.Add add) {
                add(route, side, add.name(), add.value(), "APPEND_IF_EXISTS_OR_ADD");
            }
        }
    }

    private static void add(ObjectNode route, String side, String name, String value, String how) {
        ObjectNode option = route.withArray(side + "_headers_to_add").addObject();
        option.putObject("header").put("key", name).put("value", value);
        option.put("append_action", how);
    }

    private static String seconds(Duration duration) {
        String text =
                BigDecimal.valueOf(duration.toMillis(), 3).stripTrailingZeros().toPlainString();
        return text + "s";
    }
}
