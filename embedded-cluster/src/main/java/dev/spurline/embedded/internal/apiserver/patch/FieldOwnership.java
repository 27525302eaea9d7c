// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.embedded.internal.apiserver.schema.types.StructType;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Who owns which field after a create, update or patch.
 *
 * <p>Source: kubernetes.io/docs/reference/using-api/server-side-apply/#field-management.
 */
public final class FieldOwnership {

    private static final FieldSet NOT_OWNED = FieldSet.path("apiVersion")
            .union(FieldSet.path("kind"))
            .union(FieldSet.path("metadata"))
            .union(metadata("name"))
            .union(metadata("namespace"))
            .union(metadata("creationTimestamp"))
            .union(metadata("selfLink"))
            .union(metadata("uid"))
            .union(metadata("clusterName"))
            .union(metadata("generation"))
            .union(metadata("managedFields"))
            .union(metadata("resourceVersion"));

    private FieldOwnership() {}

    /**
     * Returns the new object with {@code managedFields} brought up to date; neither object is changed.
     *
     * @param live the object as it is stored; for a create, the empty object of its kind
     * @param updated the object as it shall be, with defaults filled in
     * @param type the type of the object
     * @param ignored what the writer cannot change, such as {@code status} in a write to the object itself
     */
    public static ObjectNode update(
            ObjectNode live,
            ObjectNode updated,
            StructType type,
            FieldManager writer,
            ResetFields ignored,
            Instant now) {
        ManagedFields managed = requested(live, updated);
        ObjectNode result = withoutManagedFields(updated);
        boolean isNew = live.path("metadata").path("uid").isMissingNode();
        if (isNew || !managed.isEmpty()) {
            try {
                record(withoutManagedFields(live), result, type, writer, ignored, managed, time(writer, now));
            } catch (UntypedException unfit) {
                // What does not fit its type has no owners; the rules of its kind say what is wrong with it.
                return updated;
            }
        }
        managed.writeTo(result);
        return result;
    }

    /** A write to the scale of an object has no time, as in a real server. */
    private static @Nullable String time(FieldManager writer, Instant now) {
        return writer.subresource().equals("scale") ? null : ManagedFields.timestamp(now);
    }

    private static void record(
            ObjectNode live,
            ObjectNode updated,
            StructType type,
            FieldManager writer,
            ResetFields ignored,
            ManagedFields managed,
            @Nullable String time) {
        FieldDifference difference =
                FieldDifference.between(live, updated, type).without(ignored.fields());
        FieldSet taken = strip(difference.added().union(difference.modified()));
        managed.changeAll(fields -> fields.minus(taken).minus(difference.removed()));
        if (!taken.isEmpty()) {
            FieldSet own = managed.find(writer)
                    .map(ManagedFields.ManagedFieldsEntry::fields)
                    .orElse(FieldSet.EMPTY);
            managed.put(new ManagedFields.ManagedFieldsEntry(writer, own.union(taken), time));
        }
        managed.capUpdaters();
    }

    /** A client may set the owners itself; one empty entry means that nobody owns anything. */
    private static ManagedFields requested(ObjectNode live, ObjectNode updated) {
        JsonNode list = updated.path("metadata").path("managedFields");
        if (list.size() == 1 && list.path(0).isEmpty()) {
            return new ManagedFields();
        }
        return list.isEmpty() ? ManagedFields.of(live) : ManagedFields.of(updated);
    }

    static ObjectNode withoutManagedFields(ObjectNode object) {
        ObjectNode copy = object.deepCopy();
        if (copy.get("metadata") instanceof ObjectNode metadata) {
            metadata.remove("managedFields");
        }
        return copy;
    }

    /** Returns the fields that somebody can own. */
    static FieldSet strip(FieldSet fields) {
        return new FieldSet(false, fields.minus(NOT_OWNED).children());
    }

    private static FieldSet metadata(String name) {
        return FieldSet.path("metadata", name);
    }
}
