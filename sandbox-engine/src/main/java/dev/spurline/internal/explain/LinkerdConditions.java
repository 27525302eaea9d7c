// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.explain;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a match asks of a request, as Linkerd's proxy looks at it (linkerd2-proxy, linkerd/http/route/src/http/match): lines of a
 * header and parameters one by one, and a regular expression whose leftmost find has to be the whole value.
 */
final class LinkerdConditions {

    private LinkerdConditions() {}

    /**
     * Returns the conditions.
     *
     * @param call whether the match is of a GRPCRoute: a call is a POST
     */
    static List<Condition> of(GatewayApiMatch match, LinkerdHostMatch host, RequestView request, boolean call) {
        List<Condition> conditions = new ArrayList<>();
        if (call) {
            conditions.add(Condition.of("method", request.method(), new WantedText(WantedText.Form.EXACT, "POST")));
        }
        if (!host.names().isEmpty()) {
            conditions.add(Condition.of(
                    "host", Optional.of(request.host()), "one of %s".formatted(host.names()), host.taken()));
        }
        match.path().condition(request).ifPresent(conditions::add);
        if (match.match().path("method").isTextual()) {
            conditions.add(Condition.of(
                    "method",
                    request.method(),
                    GatewayApiMatch.exact(match.match().path("method"))));
        }
        match.match().path("headers").forEach(header -> conditions.add(header(header, request)));
        match.match().path("queryParams").forEach(query -> conditions.add(query(query, request)));
        return conditions;
    }

    private static Condition header(JsonNode header, RequestView request) {
        String name = header.path("name").asText();
        WantedText wanted = WantedText.ofGatewayApi(header);
        boolean met = request.lines(name).stream().anyMatch(line -> takesLine(wanted, line));
        return RequestView.header(name, request.joined(name), wanted.toString(), met);
    }

    /** A line with a byte that is not ASCII is no text to the proxy, which an expression could look at (HeaderValue::to_str). */
    private static boolean takesLine(WantedText wanted, String line) {
        return (wanted.form() != WantedText.Form.REGEX || isVisible(line)) && takes(wanted, line);
    }

    private static boolean isVisible(String line) {
        return line.chars().allMatch(letter -> letter == '\t' || (letter >= ' ' && letter <= '~'));
    }

    private static Condition query(JsonNode query, RequestView request) {
        String name = query.path("name").asText();
        WantedText wanted = WantedText.ofGatewayApi(query);
        List<String> values = request.parameters(name).stream()
                .map(LinkerdConditions::decoded)
                .toList();
        return Condition.of(
                "parameter [%s]".formatted(name),
                values.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", values)),
                wanted.toString(),
                values.stream().anyMatch(value -> takes(wanted, value)));
    }

    private static String decoded(String value) {
        try {
            return URLDecoder.decode(value, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return value;
        }
    }

    private static boolean takes(WantedText wanted, String text) {
        return wanted.form() == WantedText.Form.REGEX ? spans(wanted.value(), text) : wanted.takes(text);
    }

    private static boolean spans(String regex, String text) {
        try {
            Matcher matcher = Pattern.compile(regex).matcher(text);
            return matcher.find() && matcher.start() == 0 && matcher.end() == text.length();
        } catch (PatternSyntaxException e) {
            return false;
        }
    }
}
