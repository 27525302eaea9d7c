// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * Knows which rules no proxy shows: istiod does not send what ranks below a match that takes everything. Such a rule decided
 * nothing before, and its copy with the key decides nothing either.
 */
final class ShadowedRules {

    private static final String EXPRESSION = "RegularExpression";

    private final int limit;

    private ShadowedRules(int limit) {
        this.limit = limit;
    }

    /** Prepares for the copies of some foreign routes. */
    static ShadowedRules by(List<AttachedRoute> attached) {
        List<JsonNode> matches = new ArrayList<>();
        boolean bare = false;
        for (AttachedRoute route : attached) {
            for (JsonNode rule : route.rules()) {
                bare |= rule.path("matches").isEmpty();
                rule.path("matches").forEach(matches::add);
            }
        }
        boolean prefix = bare || matches.stream().anyMatch(match -> everything(match) && !expression(match));
        boolean any = matches.stream().anyMatch(ShadowedRules::everything);
        return new ShadowedRules(prefix ? Integer.MAX_VALUE : any ? ".*".length() : 0);
    }

    /** Returns whether all matches of a rule with the key are behind one that takes everything. */
    boolean hides(JsonNode rule) {
        for (JsonNode match : rule.path("matches")) {
            if (!expression(match) || match.at("/path/value").asText().length() >= limit) {
                return false;
            }
        }
        return true;
    }

    private static boolean expression(JsonNode match) {
        return match.at("/path/type").asText().equals(EXPRESSION);
    }

    private static boolean everything(JsonNode match) {
        String value = match.at("/path/value").asText("/");
        boolean anyPath = switch (match.at("/path/type").asText("PathPrefix")) {
            case "PathPrefix" -> value.equals("/") || value.isEmpty();
            case EXPRESSION -> value.equals(".*");
            default -> false;
        };
        return anyPath
                && match.path("headers").isEmpty()
                && match.path("queryParams").isEmpty()
                && !match.has("method");
    }
}
