// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.validation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A rule for HTTP, as istiod's webhook looks at it.
 *
 * <p>Source: validateHTTPRoute and validateHTTPRouteConflict in Istio's {@code pkg/config/validation/virtualservice.go};
 * validateHTTPRouteDestinations and what it calls in {@code validation.go} there.
 */
record HttpRuleValidation(JsonNode rule, Problems problems) {

    void check(boolean delegate, boolean mesh) {
        checkConflicts(delegate);
        rule.path("match").forEach(match -> new HttpMatchValidation(match, problems).check(mesh));
        checkHeaders(rule.path("headers"));
        checkAuthority();
        new HttpActionValidation(rule, problems).check();
        checkDestinations();
        checkDestination(rule.path("mirror"));
        rule.path("mirrors").forEach(mirror -> {
            problems.addIf(!mirror.has("destination"), "destination is required for mirrors");
            checkDestination(mirror.path("destination"));
        });
    }

    private void checkConflicts(boolean delegate) {
        String name = rule.path("name").asText();
        if (rule.has("delegate") && !delegate) {
            problems.addIf(rule.has("redirect"), "root HTTP route %s must not specify redirect".formatted(name));
            problems.addIf(rule.has("route"), "root HTTP route %s must not specify route".formatted(name));
            return;
        }
        problems.addIf(rule.has("delegate"), "delegate HTTP route cannot contain delegate");
        if (rule.has("redirect")) {
            checkAlone("HTTP route cannot contain both route and redirect", "route");
            checkAlone("HTTP route cannot contain both fault and redirect", "fault");
            checkAlone("HTTP route rule cannot contain both rewrite and redirect", "rewrite");
            checkAlone("HTTP route rule cannot contain both direct_response and redirect", "directResponse");
        } else if (rule.has("directResponse")) {
            checkAlone("HTTP route cannot contain both route and direct_response", "route");
            checkAlone("HTTP route cannot contain both fault and direct_response", "fault");
            checkAlone("HTTP route rule cannot contain both rewrite and direct_response", "rewrite");
        } else {
            problems.addIf(rule.path("route").isEmpty(), "HTTP route, redirect or direct_response is required");
        }
        problems.addIf(
                rule.has("mirror") && !rule.path("mirrors").isEmpty(),
                "HTTP route cannot contain both mirror and mirrors");
    }

    private void checkAlone(String problem, String other) {
        JsonNode value = rule.path(other);
        problems.addIf(value.isArray() ? !value.isEmpty() : rule.has(other), problem);
    }

    private void checkHeaders(JsonNode headers) {
        Stream.of("add", "set").forEach(kind -> {
            headers.path("request")
                    .path(kind)
                    .properties()
                    .forEach(line -> problems.addIf(
                            line.getKey().startsWith(":") && !isAuthority(line.getKey()),
                            "invalid header \"%s\": header cannot have \":\" prefix".formatted(line.getKey())));
            headers.path("response").path(kind).properties().forEach(line -> checkName(line.getKey()));
        });
        Stream.of("request", "response")
                .flatMap(side ->
                        VirtualServiceValidation.texts(headers.path(side).path("remove")).stream())
                .forEach(this::checkName);
    }

    private void checkName(String header) {
        problems.addIf(
                header.equalsIgnoreCase("host"), "invalid header \"%s\": cannot set Host header".formatted(header));
        problems.addIf(
                header.startsWith(":"), "invalid header \"%s\": header cannot have \":\" prefix".formatted(header));
    }

    private static boolean isAuthority(String header) {
        String name = header.toLowerCase(Locale.ROOT);
        return name.equals(":authority") || name.equals("host");
    }

    private void checkAuthority() {
        String current = rule.path("rewrite").path("authority").asText();
        JsonNode request = rule.path("headers").path("request");
        for (String value : Stream.of("set", "add")
                .flatMap(kind -> request.path(kind).properties().stream())
                .filter(line -> isAuthority(line.getKey()))
                .map(line -> line.getValue().asText())
                .toList()) {
            problems.addIf(
                    !current.isEmpty(),
                    "authority header cannot be set multiple times: have \"%s\", attempting to set \"%s\""
                            .formatted(current, value));
            current = value;
        }
    }

    private void checkDestinations() {
        int sum = 0;
        for (JsonNode route : rule.path("route")) {
            problems.addIf(!route.has("destination"), "destination is required");
            checkHeaders(route.path("headers"));
            checkDestination(route.path("destination"));
            int weight = route.path("weight").asInt();
            problems.addIf(weight < 0, "weight %d < 0".formatted(weight));
            sum += weight;
        }
        problems.addIf(rule.path("route").size() > 1 && sum == 0, "total destination weight = 0");
    }

    private void checkDestination(JsonNode destination) {
        if (!destination.isObject()) {
            return;
        }
        String host = destination.path("host").asText();
        problems.addIf(host.equals("*"), "invalid destination host %s".formatted(host));
        problems.addIf(host.isEmpty(), "domain name \"\" invalid (label \"\" invalid)");
        int port = destination.path("port").path("number").asInt();
        problems.addIf(
                destination.has("port") && (port < 1 || port > 65535),
                "port number %d must be in the range 1..65535".formatted(port));
    }
}
