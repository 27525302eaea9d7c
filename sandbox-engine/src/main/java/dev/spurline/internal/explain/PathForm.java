// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.explain;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * What a match of the Gateway API asks of the path; of a GRPCRoute, of the path by which a method is called.
 *
 * @param kind how it is compared
 * @param value what it is compared with
 */
record PathForm(Kind kind, String value) {

    /** How paths are compared, the more exact first. */
    enum Kind {
        EXACT,
        /** Whole elements of the path. */
        PREFIX,
        REGEX,
        /** Each path: a GRPCRoute without a method. */
        ALL
    }

    /** Reads an HTTPRoute's; without a path the prefix of all. */
    static PathForm ofPath(JsonNode match) {
        String value = match.at("/path/value").asText("/");
        return switch (match.at("/path/type").asText("PathPrefix")) {
            case "Exact" -> new PathForm(Kind.EXACT, value);
            case "RegularExpression" -> new PathForm(Kind.REGEX, value);
            default -> new PathForm(Kind.PREFIX, value);
        };
    }

    /** Reads a GRPCRoute's, as {@code /service/method} (createGRPCURIMatch in pilot/pkg/config/kube/gateway/conversion.go). */
    static PathForm ofCall(JsonNode match) {
        String service = match.at("/method/service").asText();
        String method = match.at("/method/method").asText();
        if (service.isEmpty() && method.isEmpty()) {
            return new PathForm(Kind.ALL, "");
        }
        if (match.at("/method/type").asText("Exact").equals("RegularExpression")) {
            return new PathForm(Kind.REGEX, "/%s/%s".formatted(orAny(service), orAny(method)));
        }
        if (service.isEmpty()) {
            return new PathForm(Kind.REGEX, "/[^/]+/" + method);
        }
        return method.isEmpty()
                ? new PathForm(Kind.PREFIX, "/%s/".formatted(service))
                : new PathForm(Kind.EXACT, "/%s/%s".formatted(service, method));
    }

    private static String orAny(String expression) {
        return expression.isEmpty() ? ".+" : expression;
    }

    /** Returns what it asks of a request; empty if each path will do. */
    Optional<Condition> condition(RequestView request) {
        String seen = request.path();
        return switch (kind) {
            case EXACT -> Optional.of(Condition.of("path", seen, new WantedText(WantedText.Form.EXACT, value)));
            case REGEX -> Optional.of(Condition.of("path", seen, new WantedText(WantedText.Form.REGEX, value)));
            case ALL -> Optional.empty();
            case PREFIX ->
                elements().isEmpty()
                        ? Optional.empty()
                        : Optional.of(
                                Condition.of("path", Optional.of(seen), "under [%s]".formatted(value), isUnder(seen)));
        };
    }

    /** A slash at the end of a prefix says nothing. */
    private String elements() {
        return value.replaceFirst("/+$", "");
    }

    private boolean isUnder(String path) {
        return path.equals(elements()) || path.startsWith(elements() + "/");
    }

    /** Returns by how many characters of the path it is chosen before others, as Linkerd counts. */
    int matched(String path) {
        return switch (kind) {
            case EXACT, REGEX -> path.length();
            case PREFIX -> Math.max(elements().length(), 1);
            case ALL -> 0;
        };
    }
}
