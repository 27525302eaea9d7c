// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.routing;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The parameters of a query. */
final class QueryString {

    private QueryString() {}

    /** Returns the first value of a parameter, as it stands there. */
    static Optional<String> first(String query, String name) {
        return raw(query)
                .filter(parameter -> parameter.getKey().equals(name))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /** Returns all parameters, decoded as a form's. */
    static List<Map.Entry<String, String>> decoded(String query) {
        return raw(query)
                .map(parameter -> Map.entry(decode(parameter.getKey()), decode(parameter.getValue())))
                .toList();
    }

    private static Stream<Map.Entry<String, String>> raw(String query) {
        return Arrays.stream(query.split("&", -1))
                .filter(part -> !part.isEmpty())
                .map(part -> {
                    int equals = part.indexOf('=');
                    return equals < 0
                            ? Map.entry(part, "")
                            : Map.entry(part.substring(0, equals), part.substring(equals + 1));
                });
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return text;
        }
    }
}
