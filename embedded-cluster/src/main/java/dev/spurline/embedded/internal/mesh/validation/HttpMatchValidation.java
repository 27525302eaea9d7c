// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.PatternSyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A match of a rule, as istiod's webhook looks at it.
 *
 * <p>Source: validateHTTPRouteMatchRequest in Istio's {@code pkg/config/validation/virtualservice.go}; validateStringMatch and
 * ValidateHTTPHeaderNameOrJwtClaimRoute in {@code validation.go} there.
 */
record HttpMatchValidation(JsonNode match, Problems problems) {

    private static final int LONGEST = 1024;
    private static final String CLAIM = "@request.auth.claims";
    private static final Set<String> PSEUDO_HEADERS = Set.of(":method", ":scheme", ":authority", ":path", ":status");
    private static final Pattern HEADER = Pattern.compile("[-!#$%&'*+.^_`|~0-9A-Za-z]+");

    void check(boolean mesh) {
        Stream.of("headers", "withoutHeaders")
                .flatMap(kind -> match.path(kind).properties().stream())
                .forEach(header -> checkName(header.getKey(), mesh));
        match.path("headers").properties().forEach(header -> {
            problems.addIf(header.getValue().isNull(), "header match %s cannot be null".formatted(header.getKey()));
            checkText(header.getValue(), "headers");
        });
        match.path("withoutHeaders").properties().stream()
                .filter(header -> !header.getValue().path("regex").asText().equals("*"))
                .forEach(header -> checkText(header.getValue(), "withoutHeaders"));
        checkRegex(match.path("uri"), "uri");
        Stream.of("scheme", "method", "authority").forEach(field -> checkText(match.path(field), field));
        match.path("queryParams").properties().forEach(query -> checkText(query.getValue(), "queryParams"));
        int port = match.path("port").asInt();
        problems.addIf(port < 0 || port > 65535, "port number %d must be in the range 1..65535".formatted(port));
    }

    private void checkName(String name, boolean mesh) {
        boolean claim = name.toLowerCase(Locale.ROOT).startsWith(CLAIM);
        problems.addIf(
                claim && mesh,
                "JWT claim based routing (key: %s) is only supported for gateway, found no gateways".formatted(name));
        problems.addIf(
                !claim
                        && !PSEUDO_HEADERS.contains(name)
                        && !HEADER.matcher(name).matches(),
                name.isEmpty()
                        ? "header name cannot be empty"
                        : "header name %s is not a valid header name".formatted(name));
    }

    private void checkText(JsonNode text, String where) {
        problems.addIf(
                text.has("prefix") && text.path("prefix").asText().isEmpty(),
                "\"%s\": prefix string match should not be empty".formatted(where));
        checkRegex(text, where);
    }

    private void checkRegex(JsonNode text, String where) {
        if (text.has("regex")) {
            checkRegex(text.path("regex").asText(), where, problems);
        }
    }

    /** An asterisk alone is none of RE2, and passes for {@code withoutHeaders} only. */
    static void checkRegex(String regex, String where, Problems problems) {
        if (regex.isEmpty()) {
            problems.add("\"%s\": regex string match should not be empty".formatted(where));
        } else if (regex.getBytes(StandardCharsets.UTF_8).length > LONGEST) {
            problems.add("\"%s\": regex is too large, max length allowed is 1024".formatted(where));
        } else {
            try {
                com.google.re2j.Pattern.compile(regex);
            } catch (PatternSyntaxException invalid) {
                problems.add(
                        "\"%s\": %s; Istio uses RE2 style regex-based match (https://github.com/google/re2/wiki/Syntax)"
                                .formatted(where, invalid.getMessage()));
            }
        }
    }
}
