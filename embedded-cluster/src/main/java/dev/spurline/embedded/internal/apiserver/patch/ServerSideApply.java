// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.patch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.embedded.internal.apiserver.schema.rules.FieldError;
import dev.spurline.embedded.internal.apiserver.schema.rules.ObjectRejection;
import dev.spurline.embedded.internal.apiserver.schema.types.StructType;
import dev.spurline.embedded.internal.apiserver.status.StatusException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * Server-side apply: fields have owners, an applier owns what it applies and loses what it no longer applies.
 *
 * @see <a href="https://kubernetes.io/docs/reference/using-api/server-side-apply/">Server-Side Apply</a>
 */
public final class ServerSideApply {

    private final ObjectNode live;
    private final ObjectNode applied;
    private final StructType type;
    private final FieldManager writer;
    private final ResetFields ignored;
    private final ManagedFields managed;

    private ServerSideApply(
            ObjectNode live, ObjectNode applied, StructType type, FieldManager writer, ResetFields ignored) {
        this.live = FieldOwnership.withoutManagedFields(live);
        this.applied = applied;
        this.type = type;
        this.writer = writer;
        this.ignored = ignored;
        this.managed = ManagedFields.of(live);
    }

    /**
     * Applies a configuration; neither argument is changed.
     *
     * @param live the object as it is stored; if there is none, the empty object of its kind
     * @param applied the configuration as the client sent it
     * @param force whether fields of other owners are taken from them
     * @param finish brings the merged object into its stored form and fills in defaults
     * @return the object as it shall be, with {@code managedFields}; equal to {@code live} if nothing changes
     * @throws StatusException if the configuration does not fit the type, or on a conflict with other owners
     */
    public static ObjectNode apply(
            ObjectNode live,
            ObjectNode applied,
            StructType type,
            FieldManager writer,
            boolean force,
            ResetFields ignored,
            UnaryOperator<ObjectNode> finish,
            Instant now) {
        refuseManagedFields(applied);
        return new ServerSideApply(live, applied, type, writer, ignored)
                .run(force, finish, ManagedFields.timestamp(now));
    }

    private static void refuseManagedFields(ObjectNode applied) {
        if (!applied.path("metadata").path("managedFields").isMissingNode()) {
            throw ObjectRejection.badRequest("metadata.managedFields must be nil");
        }
    }

    private ObjectNode run(boolean force, UnaryOperator<ObjectNode> finish, String time) {
        check();
        rememberEarlierWriters(time);
        ManagedFields.ManagedFieldsEntry before =
                managed.find(writer).orElse(new ManagedFields.ManagedFieldsEntry(writer, FieldSet.EMPTY, null));
        FieldSet own = FieldOwnership.strip(FieldSets.of(applied, type)).minusAllBelow(ignored.fields());
        managed.put(new ManagedFields.ManagedFieldsEntry(writer, own, null));
        ObjectNode merged = (ObjectNode) TypedMerge.merge(live, applied, type);
        ObjectNode pruned = prune(merged, before.fields());
        takeFromOthers(FieldDifference.between(live, pruned, type).without(ignored.fields()), force);
        ObjectNode result = finish.apply(pruned);
        managed.put(
                new ManagedFields.ManagedFieldsEntry(writer, own, SameJson.same(live, pruned) ? before.time() : time));
        managed.dropEmpty();
        managed.writeTo(result);
        LastApplied.update(result, applied, writer);
        return result;
    }

    private void check() {
        try {
            ApplyValidation.check(applied, type);
        } catch (UntypedException misfit) {
            throw ObjectRejection.of(
                    500, "", "failed to create typed patch object (" + label() + "): " + misfit.getMessage());
        }
    }

    private String label() {
        String namespace = applied.path("metadata").path("namespace").asText();
        String name = applied.path("metadata").path("name").asText();
        String kind = applied.path("apiVersion").asText() + ", Kind="
                + applied.path("kind").asText();
        return namespace + "/" + name + "; " + (kind.contains("/") ? kind : "/" + kind);
    }

    /** What was written before anybody owned anything belongs to a writer of that name. */
    private void rememberEarlierWriters(String time) {
        boolean exists = !live.path("metadata").path("uid").isMissingNode();
        if (exists && managed.isEmpty()) {
            FieldManager before = FieldManager.updating("before-first-apply", writer.apiVersion(), "");
            FieldSet all =
                    FieldDifference.between(live.objectNode(), live, type).added();
            FieldSet fields = FieldOwnership.strip(all).minusAllBelow(ignored.fields());
            managed.put(new ManagedFields.ManagedFieldsEntry(before, fields, time));
        }
    }

    /** Removes what this applier applied last time and no longer does, unless somebody else owns it. */
    private ObjectNode prune(ObjectNode merged, FieldSet last) {
        if (last.isEmpty()) {
            return merged;
        }
        FieldSet lastNamed = FieldSets.withNamedFields(last, type);
        ObjectNode pruned = remove(merged, lastNamed);
        FieldSet owned = managed.all().stream()
                .map(ManagedFields.ManagedFieldsEntry::fields)
                .reduce(FieldSet.EMPTY, FieldSet::union);
        FieldSet present = named(merged);
        FieldSet kept = named(pruned).union(FieldSets.withNamedFields(owned, type));
        ObjectNode withOwned = remove(merged, present.minus(kept));
        return remove(merged, present.minus(named(withOwned)).intersect(lastNamed));
    }

    private FieldSet named(ObjectNode object) {
        return FieldSets.withNamedFields(FieldSets.of(object, type), type);
    }

    private ObjectNode remove(ObjectNode object, FieldSet gone) {
        return (ObjectNode) TypedMerge.remove(object, gone, type);
    }

    private void takeFromOthers(FieldDifference difference, boolean force) {
        FieldSet changed = difference.added().union(difference.modified());
        Map<FieldManager, FieldSet> conflicts = new LinkedHashMap<>();
        FieldSet ours = force ? FieldSet.EMPTY : LastApplied.fields(live, type, writer);
        managed.others(writer).forEach(entry -> {
            FieldSet conflict = entry.fields().intersect(changed).minus(ours);
            if (!conflict.isEmpty()) {
                conflicts.put(entry.writer(), conflict);
            }
        });
        if (!force && !conflicts.isEmpty()) {
            throw conflict(conflicts);
        }
        managed.others(writer)
                .forEach(entry ->
                        managed.put(entry.owning(entry.fields().minus(changed).minus(difference.removed()))));
    }

    private static StatusException conflict(Map<FieldManager, FieldSet> conflicts) {
        List<FieldError> causes = new ArrayList<>();
        Map<String, List<String>> paths = new TreeMap<>();
        conflicts.forEach((owner, fields) -> fields.texts().forEach(path -> {
            causes.add(new FieldError("FieldManagerConflict", "conflict with " + name(owner), path));
            paths.computeIfAbsent(name(owner), unused -> new ArrayList<>()).add(path);
        }));
        if (causes.size() == 1) {
            FieldError only = causes.get(0);
            return ObjectRejection.applyConflict(
                    "Apply failed with 1 conflict: " + only.message() + ": " + only.field(), causes);
        }
        List<String> lines = new ArrayList<>();
        paths.forEach((owner, list) -> {
            lines.add("conflicts with " + owner + ":");
            list.forEach(path -> lines.add("- " + path));
        });
        return ObjectRejection.applyConflict(
                "Apply failed with " + causes.size() + " conflicts: " + String.join("\n", lines), causes);
    }

    private static String name(FieldManager owner) {
        String subresource = owner.subresource().isEmpty() ? "" : " with subresource \"" + owner.subresource() + "\"";
        String version = owner.applies() ? "" : " using " + owner.apiVersion();
        return "\"" + owner.manager() + "\"" + subresource + version;
    }
}
