// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.generator;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A field of a Go struct.
 *
 * @param goName its name in Go; that of its type if it has none of its own
 * @param type its type, as it is written
 * @param tags what stands in its tag, by key
 * @param markers the lines with a plus sign of the comment before it, without that sign
 */
record GoField(String goName, String type, Map<String, String> tags, List<String> markers) {

    private static final Pattern NUMBER = Pattern.compile("\\w+,(\\d+),.*");

    GoField {
        tags = Map.copyOf(tags);
        markers = List.copyOf(markers);
    }

    /** Returns its name in JSON; empty if its own fields stand there instead. */
    String name() {
        return jsonOptions().get(0);
    }

    /** Returns whether its own fields stand in its place: Go embeds a type that has no name in JSON. */
    boolean inline() {
        return tags.containsKey("json") && name().isEmpty();
    }

    boolean omitEmpty() {
        return jsonOptions().contains("omitempty");
    }

    boolean omitZero() {
        return jsonOptions().contains("omitzero");
    }

    /** Returns its number in the protobuf form; types that are never sent have none. */
    Optional<Integer> number() {
        Matcher number = NUMBER.matcher(tags.getOrDefault("protobuf", ""));
        return number.matches() ? Optional.of(Integer.parseInt(number.group(1))) : Optional.empty();
    }

    /** Returns what stands behind the name of a marker and an equals sign, in the order of the lines. */
    List<String> marks(String name) {
        return markers.stream()
                .filter(marker -> marker.startsWith(name + "="))
                .map(marker -> marker.substring(name.length() + 1))
                .toList();
    }

    private List<String> jsonOptions() {
        return List.of(tags.getOrDefault("json", "").split(",", -1));
    }
}
