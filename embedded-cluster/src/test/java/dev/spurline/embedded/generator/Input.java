// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.generator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What {@code kubernetes.input} says: the part of the generated resources that is kept by hand. */
final class Input {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern LINE = Pattern.compile("(\\w+) (\\S+)(?: (?!#)(.*?))?(?: +# (.*))?");
    private static final Map<String, String> MODULES = Map.of(
            "meta", "k8s.io/apimachinery/pkg/apis/",
            "apiextensions", "k8s.io/apiextensions-apiserver/pkg/apis/");

    private final Map<String, List<Root>> files = new LinkedHashMap<>();
    private final List<String> messages = new ArrayList<>();
    private final List<String> jsonOnly = new ArrayList<>();
    private final Map<String, JsonNode> roles = new LinkedHashMap<>();
    private final Map<String, String> names = new HashMap<>();
    private final Map<String, Special> exceptions = new LinkedHashMap<>();
    private final Set<String> used = new HashSet<>();
    private String version = "";

    private Input() {}

    /**
     * A type that is written with all the types it consists of.
     *
     * @param kind whether it is a kind
     * @param type its full name in Go
     */
    record Root(boolean kind, String type) {}

    /**
     * What a field is, other than Go's types say.
     *
     * @param any whether its value is not described further
     * @param preset its default as JSON; empty if it has none
     * @param reason where Kubernetes says so
     */
    record Special(boolean any, String preset, String reason) {}

    static Input parse(String text) {
        Input input = new Input();
        text.lines().filter(line -> !line.isBlank() && !line.startsWith("#")).forEach(input::line);
        return input;
    }

    String version() {
        return version;
    }

    Map<String, List<Root>> files() {
        return files;
    }

    /** Returns the types that are read from protobuf: the kinds, and what is named beside them. */
    List<String> messages() {
        Stream<String> kinds =
                files.values().stream().flatMap(List::stream).filter(Root::kind).map(Root::type);
        return Stream.concat(kinds, messages.stream())
                .filter(type -> !jsonOnly.contains(type))
                .toList();
    }

    /** Returns the names of the roles, each with what its rules and its bindings' subjects are instead of Kubernetes' own. */
    Map<String, JsonNode> roles() {
        return roles;
    }

    Map<String, Special> exceptions() {
        return exceptions;
    }

    /** Returns the name that a type has in the notation. */
    String name(GoType type) {
        String qualified = type.qualified(type.name());
        if (names.containsKey(qualified)) {
            used.add(qualified);
        }
        return names.getOrDefault(qualified, type.name());
    }

    /** Returns the exception for a field, by the name that its type has in the notation. */
    Special exception(String type, String field, Special otherwise) {
        String key = type + "." + field;
        if (exceptions.containsKey(key)) {
            used.add(key);
        }
        return exceptions.getOrDefault(key, otherwise);
    }

    /** Returns what nothing has asked for: names of types and fields that this Kubernetes does not have. */
    List<String> unused() {
        List<String> unused = new ArrayList<>(names.keySet());
        unused.addAll(exceptions.keySet());
        unused.removeAll(used);
        return unused.stream().sorted().toList();
    }

    /** Returns the full name of a type that is given as {@code core/v1.Pod}. */
    static String qualified(String name) {
        String group = name.substring(0, Math.max(0, name.indexOf('/')));
        return MODULES.getOrDefault(group, "k8s.io/api/") + name;
    }

    private void line(String line) {
        Matcher parts = LINE.matcher(line);
        if (!parts.matches()) {
            throw new IllegalArgumentException("not a line of the input: [" + line + "]");
        }
        String subject = parts.group(2);
        String value = parts.group(3) == null ? "" : parts.group(3);
        String reason = parts.group(4) == null ? "" : parts.group(4);
        switch (parts.group(1)) {
            case "kubernetes" -> version = subject;
            case "file" -> files.put(subject, new ArrayList<>());
            case "kind" -> root(new Root(true, qualified(subject)), line);
            case "type" -> root(new Root(false, qualified(subject)), line);
            case "message" -> messages.add(qualified(subject));
            case "json" -> jsonOnly.add(qualified(subject));
            case "role" -> roles.put(subject, json(value));
            case "name" -> names.put(qualified(subject), value);
            case "any" -> exception(subject, new Special(true, "", reason), line);
            case "default" -> exception(subject, new Special(false, value, reason), line);
            default -> throw new IllegalArgumentException("not a word of the input: [" + line + "]");
        }
    }

    private static JsonNode json(String value) {
        try {
            return JSON.readTree(value.isEmpty() ? "{}" : value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not JSON: [" + value + "]", e);
        }
    }

    private void root(Root root, String line) {
        if (files.isEmpty()) {
            throw new IllegalArgumentException("no file before [" + line + "]");
        }
        List.copyOf(files.values()).get(files.size() - 1).add(root);
    }

    private void exception(String field, Special exception, String line) {
        if (exception.reason().isEmpty()) {
            throw new IllegalArgumentException("no reason in [" + line + "]");
        }
        if (exceptions.put(field, exception) != null) {
            throw new IllegalArgumentException("twice: [" + field + "]");
        }
    }
}
