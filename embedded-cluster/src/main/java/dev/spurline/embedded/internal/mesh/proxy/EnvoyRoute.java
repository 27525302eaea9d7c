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
import java.util.Optional;

/**
 * One route in the form of Envoy's {@code envoy.config.route.v3.Route}, as istiod generates it.
 *
 * <p>Source: translateRoute in {@code pilot/pkg/networking/core/route/route.go}.
 */
final class EnvoyRoute {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private static final Comparator<NamedMatch> PSEUDO_HEADERS_LAST =
            Comparator.comparing(match -> match.name().startsWith(":") ? "~" : match.name());

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
            route.set("direct_response", answer(action.answer()));
        } else {
            route.set("route", forward(action));
        }
        route.putObject("metadata")
                .putObject("filter_metadata")
                .putObject("istio")
                .put("config", entry.config());
        route.putObject("decorator").put("operation", port + "/*");
        writeHeaders(route, "request", action.request());
        writeHeaders(route, "response", action.response());
        EnvoyRouteFilters.write(route, action.policy());
        return route.put("name", entry.name());
    }

    private static ObjectNode match(RouteMatch match) {
        ObjectNode node = JSON.objectNode();
        writePath(node, match.path());
        node.put("case_sensitive", !match.ignoringCase());
        if (!match.headers().isEmpty() || match.method().isPresent()) {
            ArrayNode headers = node.putArray("headers");
            match.headers().stream().sorted(PSEUDO_HEADERS_LAST).forEach(header -> headers.add(named(header)));
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
        } else if (path instanceof PathMatch.Start start) {
            node.put("prefix", start.text());
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
        if (match.value() instanceof TextMatch.Presence) {
            node.put("present_match", true);
        } else {
            node.set("string_match", text(match.value()));
        }
        if (match.inverted()) {
            node.put("invert_match", true);
        }
        if (match.inverted() && !(match.value() instanceof TextMatch.Presence)) {
            node.put("treat_missing_header_as_empty", true);
        }
        return node;
    }

    static ObjectNode text(TextMatch match) {
        ObjectNode node = JSON.objectNode();
        if (match instanceof TextMatch.Regex regex) {
            node.putObject("safe_regex").put("regex", regex.text());
        } else {
            node.put(match instanceof TextMatch.Prefix ? "prefix" : "exact", match.text());
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
            backends.forEach(backend -> clusters.add(weighted(backend)));
        }
        action.rewrite().flatMap(RouteFilter.Rewrite::path).ifPresent(path -> writeChange(node, path, "path_rewrite"));
        action.rewrite()
                .flatMap(RouteFilter.Rewrite::hostname)
                .or(() -> backends.size() == 1 ? backends.get(0).authority() : Optional.empty())
                .ifPresent(host -> node.put("host_rewrite_literal", host));
        node.put("timeout", seconds(action.timeout().orElse(Duration.ZERO)));
        if (action.retry().attempts() > 0) {
            node.set("retry_policy", retry(action.retry()));
        }
        if (action.policy().withoutCluster() == 500) {
            node.put("cluster_not_found_response_code", "INTERNAL_SERVER_ERROR");
        }
        EnvoyRouteFilters.writeMirrors(node, action.policy());
        node.put("max_grpc_timeout", seconds(action.timeout().orElse(Duration.ZERO)));
        return node;
    }

    private static String cluster(RouteDecision.Backend backend) {
        return backend.destination().cluster();
    }

    private static ObjectNode weighted(RouteDecision.Backend backend) {
        ObjectNode cluster = JSON.objectNode();
        cluster.put("name", cluster(backend)).put("weight", backend.weight());
        writeHeaders(cluster, "request", backend.request());
        writeHeaders(cluster, "response", backend.response());
        backend.authority().ifPresent(host -> cluster.put("host_rewrite_literal", host));
        return cluster;
    }

    private static void writeChange(ObjectNode node, RouteFilter.PathChange change, String full) {
        if (change instanceof RouteFilter.FullPath path) {
            node.put(full, path.value());
        } else if (change instanceof RouteFilter.MatchedPath path) {
            node.put("prefix_rewrite", path.value());
        } else if (change instanceof RouteFilter.PathElements path) {
            node.put("prefix_rewrite", path.value());
        } else if (change instanceof RouteFilter.FoundPath path) {
            ObjectNode regex = node.putObject("regex_rewrite");
            regex.putObject("pattern").put("regex", path.expression().text());
            regex.put("substitution", path.substitution());
        }
    }

    private static ObjectNode answer(RouteEntry.DirectAnswer answer) {
        ObjectNode node = JSON.objectNode();
        node.put("status", answer.status());
        if (!answer.body().isEmpty()) {
            node.putObject("body").put("inline_string", answer.body());
        }
        return node;
    }

    private static ObjectNode retry(RouteRule.Retry retry) {
        ObjectNode node = JSON.objectNode();
        node.put("retry_on", String.join(",", retry.conditions()));
        node.put("num_retries", retry.attempts());
        ObjectNode predicate = node.putArray("retry_host_predicate").addObject();
        predicate.put("name", "envoy.retry_host_predicates.previous_hosts");
        predicate
                .putObject("typed_config")
                .put(
                        "@type",
                        "type.googleapis.com/envoy.extensions.retry.host.previous_hosts.v3.PreviousHostsPredicate");
        node.put("host_selection_retry_max_attempts", "5");
        retry.perTry().ifPresent(limit -> node.put("per_try_timeout", seconds(limit)));
        if (!retry.codes().isEmpty()) {
            ArrayNode codes = node.putArray("retriable_status_codes");
            retry.codes().stream().sorted().forEach(codes::add);
        }
        return node;
    }

    private static ObjectNode redirect(RouteFilter.Redirect redirect) {
        ObjectNode node = JSON.objectNode();
        redirect.hostname().ifPresent(host -> node.put("host_redirect", host));
        redirect.path().ifPresent(path -> writeChange(node, path, "path_redirect"));
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

    static String seconds(Duration duration) {
        String text =
                BigDecimal.valueOf(duration.toMillis(), 3).stripTrailingZeros().toPlainString();
        return text + "s";
    }
}
