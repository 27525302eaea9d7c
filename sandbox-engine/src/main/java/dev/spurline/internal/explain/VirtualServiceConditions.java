// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.explain;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a match of a VirtualService asks of a request, as Istio tells Envoy (pilot/pkg/networking/core/route/route.go:
 * TranslateRouteMatch). For whom and at which ports it counts is asked before.
 */
final class VirtualServiceConditions {

    /** As names of headers they are ignored: each has a field of its own. */
    private static final Set<String> NO_HEADERS = Set.of("uri", "scheme", "method", "authority");

    private final RequestView request;
    private final List<Condition> conditions = new ArrayList<>();

    private VirtualServiceConditions(RequestView request) {
        this.request = request;
    }

    static List<Condition> of(JsonNode match, RequestView request) {
        VirtualServiceConditions all = new VirtualServiceConditions(request);
        all.text(
                "path",
                request.path(),
                match.path("uri"),
                match.path("ignoreUriCase").asBoolean());
        all.text("scheme", "http", match.path("scheme"), false);
        all.text("method", request.method(), match.path("method"), false);
        all.text("authority", request.authority(), match.path("authority"), false);
        match.path("headers").properties().forEach(header -> all.header(header.getKey(), header.getValue()));
        match.path("withoutHeaders")
                .properties()
                .forEach(header -> all.withoutHeader(header.getKey(), header.getValue()));
        match.path("queryParams").properties().forEach(query -> all.query(query.getKey(), query.getValue()));
        return all.conditions;
    }

    private void text(String subject, String seen, JsonNode match, boolean ignoreCase) {
        if (!match.isEmpty()) {
            conditions.add(Condition.of(subject, seen, WantedText.ofIstio(match, ignoreCase)));
        }
    }

    private void header(String name, JsonNode match) {
        if (!NO_HEADERS.contains(name)) {
            WantedText wanted = WantedText.ofIstio(match, false);
            Optional<String> seen = request.joined(name);
            conditions.add(RequestView.header(
                    name, seen, wanted.toString(), seen.filter(wanted::takes).isPresent()));
        }
    }

    /** A header that is absent is compared as an empty text (treat_missing_header_as_empty), unless presence is meant. */
    private void withoutHeader(String name, JsonNode match) {
        if (!NO_HEADERS.contains(name)) {
            WantedText unwanted = WantedText.ofIstio(match, false);
            Optional<String> seen = request.joined(name);
            boolean met =
                    unwanted.form() == WantedText.Form.PRESENT ? seen.isEmpty() : !unwanted.takes(seen.orElse(""));
            conditions.add(RequestView.header(name, seen, "no " + unwanted, met));
        }
    }

    /** Envoy looks at the first value, as it is written. */
    private void query(String name, JsonNode match) {
        conditions.add(Condition.of(
                "parameter [%s]".formatted(name),
                request.parameters(name).stream().findFirst(),
                WantedText.ofIstio(match, false)));
    }
}
