// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** An answer of the API server; each method but the getters makes one assertion. */
record Reply(Tally tally, String request, int code, JsonNode body, List<String> warned) {

    Reply status(int expected) {
        tally.that(code == expected, "%s: expected status %d, found %d %s".formatted(request, expected, code, shown()));
        return this;
    }

    Reply reason(String expected) {
        return at("/reason", expected);
    }

    Reply message(String expected) {
        return at("/message", expected);
    }

    Reply messageHas(String part) {
        String message = body.path("message").asText();
        tally.that(message.contains(part), "%s: [%s] is not in [%s]".formatted(request, part, message));
        return this;
    }

    /** Compares the texts of the warnings, in any order. */
    Reply warnings(String... expected) {
        List<String> texts = warned.stream()
                .map(header -> header.replaceFirst("^299 - \"", "").replaceFirst("\"$", ""))
                .map(text -> text.replace("\\\"", "\""))
                .sorted()
                .toList();
        tally.same(request + " warnings", List.of(expected).stream().sorted().toList(), texts);
        return this;
    }

    /** Compares scalars as text, and others as JSON. */
    Reply at(String pointer, Object expected) {
        JsonNode found = body.at(pointer);
        tally.same(
                request + " " + pointer,
                String.valueOf(expected),
                found.isValueNode() ? found.asText() : found.toString());
        return this;
    }

    Reply absent(String pointer) {
        JsonNode found = body.at(pointer);
        tally.that(found.isMissingNode(), "%s %s: expected nothing, found %s".formatted(request, pointer, found));
        return this;
    }

    Reply present(String pointer) {
        JsonNode found = body.at(pointer);
        tally.that(
                found.isContainerNode() || !found.asText("").isEmpty(),
                "%s %s: expected something in %s".formatted(request, pointer, shown()));
        return this;
    }

    Reply matches(String pointer, String regex) {
        String found = body.at(pointer).asText();
        tally.that(found.matches(regex), "%s %s: [%s] is not like %s".formatted(request, pointer, found, regex));
        return this;
    }

    /** The names of the items of a list, without those that controllers put into each namespace. */
    Reply names(String... expected) {
        tally.same(request + " names", List.of(expected), names());
        return this;
    }

    List<String> names() {
        List<String> names = new ArrayList<>();
        for (JsonNode item : body.path("items")) {
            String name = item.path("metadata").path("name").asText();
            if (!name.equals("kube-root-ca.crt")) {
                names.add(name);
            }
        }
        return names;
    }

    String text(String pointer) {
        return body.at(pointer).asText();
    }

    String uid() {
        return text("/metadata/uid");
    }

    String version() {
        return text("/metadata/resourceVersion");
    }

    long revision() {
        return Long.parseLong(version());
    }

    private String shown() {
        String text = body.toString();
        return text.length() > 300 ? text.substring(0, 300) + "…" : text;
    }
}
