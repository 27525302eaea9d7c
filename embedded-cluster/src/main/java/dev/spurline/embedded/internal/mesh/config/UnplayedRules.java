// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.config;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spurline.embedded.internal.mesh.routing.VirtualServiceObject;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells what VirtualServices say that the embedded mesh does not do, so that no test is taken to have shown it. */
final class UnplayedRules {

    private static final Logger LOG = LoggerFactory.getLogger(UnplayedRules.class);

    /** Source: custom request and response headers, www.envoyproxy.io/docs/envoy/latest/configuration/http/http_conn_man. */
    private static final Pattern COMMAND = Pattern.compile("(?:^|[^%])(?:%%)*%[A-Z]");

    private static final String CLAIM = "@request.auth.claims";

    private UnplayedRules() {}

    /** Warns of a VirtualService that has come or changed. */
    static void warn(VirtualServiceObject object) {
        Set<String> fields = of(object);
        if (!fields.isEmpty()) {
            LOG.warn(
                    "VirtualService [{}/{}] sets {}, which the embedded mesh does not play: requests go as if it did not",
                    object.namespace(),
                    object.name(),
                    fields);
        }
    }

    /** Returns the names of what is not played, in order. */
    static Set<String> of(VirtualServiceObject object) {
        Set<String> fields = new TreeSet<>();
        List.of("tcp", "tls").forEach(name -> addIf(!object.spec().path(name).isEmpty(), name, fields));
        object.spec().path("http").forEach(rule -> add(rule, fields));
        return fields;
    }

    private static void add(JsonNode rule, Set<String> fields) {
        List.of("backoff", "retryRemoteLocalities", "retryIgnorePreviousHosts")
                .forEach(name -> addIf(rule.path("retries").has(name), "http.retries." + name, fields));
        addCommands(rule.path("headers"), "http.headers", fields);
        rule.path("route").forEach(route -> addCommands(route.path("headers"), "http.route.headers", fields));
        rule.path("match").forEach(match -> {
            addIf(match.has("statPrefix"), "http.match.statPrefix", fields);
            Stream.of("headers", "withoutHeaders")
                    .flatMap(kind -> match.path(kind).properties().stream())
                    .forEach(header ->
                            addIf(header.getKey().startsWith(CLAIM), "http.match.headers " + header.getKey(), fields));
        });
    }

    /** What Envoy replaces in a header's value is taken as it stands. */
    private static void addCommands(JsonNode headers, String where, Set<String> fields) {
        Stream.of("request", "response")
                .flatMap(side ->
                        Stream.of("set", "add").map(kind -> headers.path(side).path(kind)))
                .flatMap(lines -> lines.properties().stream())
                .filter(line -> COMMAND.matcher(line.getValue().asText()).find())
                .forEach(line -> fields.add(where + " " + line.getValue().asText()));
    }

    private static void addIf(boolean present, String name, Set<String> fields) {
        if (present) {
            fields.add(name);
        }
    }
}
