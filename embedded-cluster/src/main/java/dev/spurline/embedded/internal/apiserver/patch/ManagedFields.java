// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The owners of an object's fields: {@code metadata.managedFields}, read, changed and written back. */
final class ManagedFields {

    private static final int MOST_UPDATERS = 10;
    private static final String ANCIENT = "ancient-changes";
    private static final Comparator<ManagedFieldsEntry> OLDEST_FIRST = Comparator.<ManagedFieldsEntry>comparingLong(
                    ManagedFieldsEntry::seconds)
            .thenComparing(entry -> entry.writer.manager())
            .thenComparing(entry -> entry.writer.apiVersion())
            .thenComparing(entry -> entry.writer.subresource());

    private final Map<FieldManager.EntryIdentity, ManagedFieldsEntry> entries = new LinkedHashMap<>();

    /** What one writer owns. */
    record ManagedFieldsEntry(
            FieldManager writer, FieldSet fields, @Nullable String time) {

        long seconds() {
            return time == null ? 0 : Instant.parse(time).getEpochSecond();
        }

        ManagedFieldsEntry owning(FieldSet other) {
            return new ManagedFieldsEntry(writer, other, time);
        }
    }

    /** Reads the owners of an object's fields. */
    static ManagedFields of(JsonNode object) {
        ManagedFields result = new ManagedFields();
        object.path("metadata").path("managedFields").forEach(result::read);
        return result;
    }

    private void read(JsonNode json) {
        boolean applies = json.path("operation").asText().equals("Apply");
        FieldManager writer = new FieldManager(
                json.path("manager").asText(),
                applies,
                json.path("apiVersion").asText(),
                json.path("subresource").asText());
        String time = json.path("time").isTextual() ? json.path("time").asText() : null;
        put(new ManagedFieldsEntry(writer, FieldSet.fromJson(json.path("fieldsV1")), time));
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    Optional<ManagedFieldsEntry> find(FieldManager writer) {
        return Optional.ofNullable(entries.get(writer.identity()));
    }

    List<ManagedFieldsEntry> all() {
        return List.copyOf(entries.values());
    }

    List<ManagedFieldsEntry> others(FieldManager writer) {
        return entries.values().stream()
                .filter(entry -> !entry.writer.identity().equals(writer.identity()))
                .toList();
    }

    void put(ManagedFieldsEntry entry) {
        entries.put(entry.writer.identity(), entry);
    }

    /** Changes what everybody owns, and forgets who then owns nothing. */
    void changeAll(UnaryOperator<FieldSet> change) {
        entries.replaceAll((identity, entry) -> entry.owning(change.apply(entry.fields)));
        dropEmpty();
    }

    void dropEmpty() {
        entries.values().removeIf(entry -> entry.fields.isEmpty());
    }

    /** Merges the oldest updaters into one when there are more than ten of them. */
    void capUpdaters() {
        List<ManagedFieldsEntry> updaters = entries.values().stream()
                .filter(entry ->
                        !entry.writer.applies() && !entry.writer.manager().equals(ANCIENT))
                .sorted(OLDEST_FIRST)
                .toList();
        updaters.stream().limit(Math.max(0, updaters.size() - MOST_UPDATERS)).forEach(this::retire);
    }

    private void retire(ManagedFieldsEntry entry) {
        FieldManager ancient = FieldManager.updating(ANCIENT, entry.writer.apiVersion(), entry.writer.subresource());
        entries.remove(entry.writer.identity());
        FieldSet known = find(ancient).map(ManagedFieldsEntry::fields).orElse(FieldSet.EMPTY);
        put(new ManagedFieldsEntry(ancient, known.union(entry.fields), entry.time));
    }

    /** Writes the owners into an object: appliers first, then updaters, the oldest first. */
    void writeTo(ObjectNode object) {
        ObjectNode metadata = object.withObject("/metadata");
        metadata.remove("managedFields");
        if (entries.isEmpty()) {
            return;
        }
        ArrayNode list = metadata.putArray("managedFields");
        entries.values().stream()
                .sorted(Comparator.<ManagedFieldsEntry, Boolean>comparing(entry -> !entry.writer.applies())
                        .thenComparing(OLDEST_FIRST))
                .forEach(entry -> write(entry, list.addObject()));
    }

    private static void write(ManagedFieldsEntry entry, ObjectNode json) {
        json.put("manager", entry.writer.manager())
                .put("operation", entry.writer.operation())
                .put("apiVersion", entry.writer.apiVersion());
        if (entry.time != null) {
            json.put("time", entry.time);
        }
        json.put("fieldsType", "FieldsV1").set("fieldsV1", entry.fields.toJson());
        if (!entry.writer.subresource().isEmpty()) {
            json.put("subresource", entry.writer.subresource());
        }
    }

    static String timestamp(Instant now) {
        return now.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
