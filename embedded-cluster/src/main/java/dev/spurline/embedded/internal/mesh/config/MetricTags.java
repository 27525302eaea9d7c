// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The labels that Istio's {@code Telemetry} objects add to the request counter of a pod's proxy. Of the expressions, those
 * that name a request header are understood.
 *
 * @param tags in the order of their objects
 */
public record MetricTags(List<Tag> tags) {

    /** No further labels. */
    public static final MetricTags NONE = new MetricTags(List.of());

    private static final Pattern HEADER =
            Pattern.compile("(?:string\\()?\\s*request\\.headers\\[(['\"])([^'\"]+)\\1]\\s*\\)?");

    /** As Istio's proxies say where an expression has no value. */
    private static final String UNKNOWN = "unknown";

    /** Copies the list. */
    public MetricTags {
        tags = List.copyOf(tags);
    }

    /**
     * One label.
     *
     * @param header whose value it gets
     * @param client whether the caller's proxy sets it
     * @param server whether the called pod's proxy sets it
     */
    public record Tag(String name, String header, boolean client, boolean server) {}

    /**
     * Returns these with a label of callers' proxies that holds a header, unless they have one: as where a Telemetry of the mesh
     * has that for all.
     */
    MetricTags withCallers(String name, String header) {
        if (tags.stream().anyMatch(tag -> tag.client() && tag.header().equals(header))) {
            return this;
        }
        List<Tag> more = new ArrayList<>(tags);
        more.add(new Tag(name, header, true, false));
        return new MetricTags(more);
    }

    static MetricTags of(Collection<JsonNode> telemetries) {
        List<Tag> tags = new ArrayList<>();
        telemetries.forEach(spec -> spec.path("metrics")
                .forEach(metrics -> metrics.path("overrides").forEach(item -> read(item, tags))));
        return new MetricTags(tags);
    }

    private static void read(JsonNode override, List<Tag> tags) {
        String metric = override.path("match").path("metric").asText("ALL_METRICS");
        String mode = override.path("match").path("mode").asText("CLIENT_AND_SERVER");
        if (!List.of("ALL_METRICS", "REQUEST_COUNT").contains(metric)) {
            return;
        }
        override.path("tagOverrides")
                .properties()
                .forEach(tag -> header(tag.getValue().path("value").asText())
                        .map(header -> new Tag(tag.getKey(), header, mode.contains("CLIENT"), mode.contains("SERVER")))
                        .ifPresent(tags::add));
    }

    private static Optional<String> header(String expression) {
        Matcher matcher = HEADER.matcher(expression.trim());
        return matcher.matches() ? Optional.of(matcher.group(2)) : Optional.empty();
    }

    /** Returns the labels that the caller's proxy adds. */
    public Map<String, String> outbound(Function<String, List<String>> headers) {
        return values(tags.stream().filter(Tag::client).toList(), headers);
    }

    /** Returns the labels that the called pod's proxy adds. */
    public Map<String, String> inbound(Function<String, List<String>> headers) {
        return values(tags.stream().filter(Tag::server).toList(), headers);
    }

    private static Map<String, String> values(List<Tag> tags, Function<String, List<String>> headers) {
        Map<String, String> values = new LinkedHashMap<>();
        for (Tag tag : tags) {
            String value = String.join(",", headers.apply(tag.header()));
            values.put(tag.name(), value.isEmpty() ? UNKNOWN : value);
        }
        return values;
    }
}
