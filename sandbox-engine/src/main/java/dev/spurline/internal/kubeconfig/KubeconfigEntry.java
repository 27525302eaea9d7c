// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.kubeconfig;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.spurline.PreflightException;
import dev.spurline.cluster.internal.text.NearestName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A named cluster, user or context of a kubeconfig, or a part of one. A field without value, with {@code null} or with an
 * empty text is not set.
 *
 * @param kind what it is, for messages, such as {@code user}
 * @param name its name
 * @param fields what it says
 * @param file the file it stands in; relative paths are relative to its directory
 */
record KubeconfigEntry(String kind, String name, JsonNode fields, Path file) {

    /** As YAML 1.1 has them, which kubectl reads. */
    private static final Set<String> YES = Set.of("true", "yes", "on");

    private static final Set<String> NO = Set.of("false", "no", "off");

    /** Returns a text. */
    Optional<String> text(String field) {
        return text(field, fields.path(field));
    }

    /**
     * Returns a text without which nothing can be done.
     *
     * @param owner what should have it, for the message, such as {@code it}
     * @throws PreflightException if it is not set; a field whose name is nearly the same is what was meant
     */
    String required(String owner, String field) {
        return text(field).orElseThrow(() -> {
            List<String> others = new ArrayList<>();
            fields.fieldNames().forEachRemaining(others::add);
            others.remove(field);
            return wrong("%s has no [%s]: %s"
                    .formatted(
                            owner,
                            field,
                            NearestName.to(field, others)
                                    .map("did you mean that by [%s]?"::formatted)
                                    .orElse("set it")));
        });
    }

    private Optional<String> text(String field, JsonNode value) {
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isTextual()) {
            throw wrong("[%s] is not a text: put it in quotes".formatted(field));
        }
        return Optional.of(value.textValue()).filter(text -> !text.isBlank());
    }

    /** Returns a switch, which is off if it is not set. */
    boolean flag(String field) {
        JsonNode value = fields.path(field);
        if (value.isMissingNode() || value.isNull() || NO.contains(value.asText())) {
            return false;
        }
        if (!YES.contains(value.asText())) {
            throw wrong("[%s] is [%s]: it must be true or false".formatted(field, value.asText()));
        }
        return true;
    }

    /** Returns the texts of a list. */
    List<String> texts(String field) {
        List<String> texts = new ArrayList<>();
        for (JsonNode item : fields.path(field)) {
            texts.add(text(field, item).orElse(""));
        }
        return texts;
    }

    /** Returns a part of this entry, if it has it. */
    Optional<KubeconfigEntry> part(String field) {
        JsonNode value = fields.path(field);
        return value.isObject() ? Optional.of(new KubeconfigEntry(kind, name, value, file)) : Optional.empty();
    }

    /** Returns the objects of a list, as parts of this entry. */
    List<KubeconfigEntry> parts(String field) {
        List<KubeconfigEntry> parts = new ArrayList<>();
        for (JsonNode item : fields.path(field)) {
            parts.add(new KubeconfigEntry(kind, name, item.isObject() ? item : MissingNode.getInstance(), file));
        }
        return parts;
    }

    /** Returns the path that a field names. */
    Optional<Path> path(String field) {
        return text(field).map(this::resolve);
    }

    /** Returns a path that is written in this entry. */
    Path resolve(String path) {
        return file.toAbsolutePath().resolveSibling(path).normalize();
    }

    /**
     * Returns the bytes of {@code <field>-data}, or those of the file that {@code <field>} names.
     *
     * @throws PreflightException if they cannot be read
     */
    Optional<byte[]> bytes(String field) {
        Optional<byte[]> data = text(field + "-data").map(text -> decoded(field + "-data", text));
        return data.or(() -> path(field).map(path -> read(field, path)));
    }

    private byte[] decoded(String field, String text) {
        try {
            return Base64.getMimeDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw wrong("[%s] is not Base64: %s".formatted(field, e.getMessage()));
        }
    }

    /**
     * Reads the file that a field names.
     *
     * @throws PreflightException if it cannot be read
     */
    byte[] read(String field, Path path) {
        try {
            return Files.readAllBytes(path);
        } catch (IOException e) {
            throw wrong("file [%s] of [%s] %s".formatted(path, field, FileProblem.of(path, e)));
        }
    }

    /** Returns the user of this name as its file has it now: somebody may have logged in meanwhile. */
    Optional<KubeconfigEntry> again() {
        try {
            return Files.isRegularFile(file)
                    ? KubeconfigDocument.read(file).users().stream()
                            .filter(user -> user.name().equals(name))
                            .findFirst()
                    : Optional.empty();
        } catch (PreflightException e) {
            // Whoever writes it is not ready yet.
            return Optional.empty();
        }
    }

    /** Returns where this stands, for messages. */
    String place() {
        return "%s [%s] in kubeconfig [%s]".formatted(kind, name, file);
    }

    /** Says what is wrong with this entry, and what to do; the message continues a sentence about the context. */
    PreflightException wrong(String what) {
        return new PreflightException("%s: %s".formatted(place(), what));
    }
}
