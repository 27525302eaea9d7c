// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.embedded.internal.apiserver.kinds.DefinitionStatus;
import dev.spurline.embedded.internal.apiserver.kinds.ResourceKind;
import dev.spurline.embedded.internal.apiserver.kinds.ResourceKind.Trait;
import dev.spurline.embedded.internal.apiserver.status.StatusException;
import dev.spurline.embedded.internal.apiserver.storage.StoredObject;
import dev.spurline.embedded.internal.apiserver.storage.VersionedStore;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Deletes objects: at once, or by marking those that finalizers or running containers hold.
 *
 * <p>Source: {@code k8s.io/apiserver/pkg/registry/generic/registry/store.go} (Delete).
 */
final class ObjectDeletion {

    private static final Set<String> PROTECTED = Set.of("default", "kube-system", "kube-public");

    private static final String ORPHAN = "orphan";
    private static final String FOREGROUND = "foregroundDeletion";

    private final VersionedStore store;
    private final ObjectRules rules;
    private final AdmissionChain admission;

    ObjectDeletion(VersionedStore store, ObjectRules rules, AdmissionChain admission) {
        this.store = store;
        this.rules = rules;
        this.admission = admission;
    }

    /** Deletes an object unless somebody else was faster. */
    void deleteIfThere(RequestTarget target, DeleteOptions options) {
        if (store.get(target.kind().storage(), target.key()).isPresent()) {
            delete(target, options);
        }
    }

    WriteOutcome delete(RequestTarget target, DeleteOptions options) {
        while (true) {
            StoredObject read = store.get(target.kind().storage(), target.key())
                    .orElseThrow(() -> target.kind().notFound(target.name()));
            requirePreconditions(target, read.json(), options);
            requireUnprotected(target);
            admission.deleting(target, read.json(), options);
            Optional<WriteOutcome> outcome = attempt(target, read, options);
            if (outcome.isPresent()) {
                return outcome.get();
            }
        }
    }

    /** The namespaces of the system stay. */
    private static void requireUnprotected(RequestTarget target) {
        if (target.kind().storage().equals("namespaces") && PROTECTED.contains(target.name())) {
            throw new StatusException(
                            403,
                            "Forbidden",
                            "namespaces \"%s\" is forbidden: this namespace may not be deleted"
                                    .formatted(target.name()))
                    .about(target.name(), "", "namespaces");
        }
    }

    private static void requirePreconditions(RequestTarget target, ObjectNode object, DeleteOptions options) {
        String uid = object.path("metadata").path("uid").asText();
        options.uid().filter(asked -> !asked.equals(uid)).ifPresent(asked -> {
            throw preconditionFailed(
                    target,
                    "the UID in the precondition (%s) does not match the UID in record (%s). The object might have been deleted and then recreated"
                            .formatted(asked, uid));
        });
        String version = object.path("metadata").path("resourceVersion").asText();
        options.resourceVersion().filter(asked -> !asked.equals(version)).ifPresent(asked -> {
            throw preconditionFailed(
                    target,
                    "the ResourceVersion in the precondition (%s) does not match the ResourceVersion in record (%s). The object might have been modified"
                            .formatted(asked, version));
        });
    }

    private static StatusException preconditionFailed(RequestTarget target, String why) {
        ResourceKind kind = target.kind();
        return new StatusException(
                        409,
                        "Conflict",
                        "Operation cannot be fulfilled on %s \"%s\": %s"
                                .formatted(kind.qualifiedKind(), target.name(), why))
                .about(target.name(), kind.group(), kind.kind());
    }

    private Optional<WriteOutcome> attempt(RequestTarget target, StoredObject read, DeleteOptions options) {
        ObjectNode object = read.copy();
        boolean marked = mark(target.kind(), object, options);
        if (rules.mayGo(target.kind(), object)) {
            return removeNow(target, read, object, options.dryRun());
        }
        if (!marked || options.dryRun()) {
            return Optional.of(new WriteOutcome(200, object));
        }
        return store.replace(target.kind().storage(), target.key(), read, object)
                .map(stored -> new WriteOutcome(200, stored.json()));
    }

    /** Writes into an object that, and when, it is to go; returns whether that changed it. */
    private static boolean mark(ResourceKind kind, ObjectNode object, DeleteOptions options) {
        ObjectMetadata meta = ObjectMetadata.of(object);
        ObjectNode before = object.deepCopy();
        if (kind.resource().equals(DefinitionLifecycle.DEFINITIONS) && !meta.isDying()) {
            condemn(object, meta);
            return true;
        }
        meta.finalizers(finalizers(kind, meta, options));
        long grace = grace(kind, object, options);
        boolean sooner = grace < meta.node().path("deletionGracePeriodSeconds").asLong(Long.MAX_VALUE);
        if (!meta.isDying()) {
            meta.node().put("deletionTimestamp", ObjectMetadata.in(grace)).put("deletionGracePeriodSeconds", grace);
            if (kind.has(Trait.GENERATION)) {
                meta.increaseGeneration();
            }
        } else if (sooner) {
            meta.node().put("deletionTimestamp", ObjectMetadata.in(grace)).put("deletionGracePeriodSeconds", grace);
        }
        if (kind.resource().equals("namespaces")) {
            object.withObject("status").put("phase", "Terminating");
        }
        return !object.equals(before);
    }

    /** A definition stays until its objects are gone. */
    private static void condemn(ObjectNode definition, ObjectMetadata meta) {
        Set<String> names = new LinkedHashSet<>(meta.finalizers());
        names.add(DefinitionLifecycle.CLEANUP);
        meta.finalizers(names);
        meta.node().put("deletionTimestamp", ObjectMetadata.now());
        DefinitionStatus.condemn(definition);
    }

    private static long grace(ResourceKind kind, ObjectNode object, DeleteOptions options) {
        if (!kind.resource().equals("pods")) {
            return 0;
        }
        String phase = object.path("status").path("phase").asText();
        boolean running = !object.path("spec").path("nodeName").asText("").isEmpty()
                && !phase.equals("Failed")
                && !phase.equals("Succeeded");
        long own = object.path("spec").path("terminationGracePeriodSeconds").asLong(30);
        return running ? options.grace().orElse(own) : 0;
    }

    private static Set<String> finalizers(ResourceKind kind, ObjectMetadata meta, DeleteOptions options) {
        Set<String> names = new LinkedHashSet<>(meta.finalizers());
        boolean orphan = options.propagation()
                .map("Orphan"::equals)
                .orElse(names.contains(ORPHAN) || (!names.contains(FOREGROUND) && kind.has(Trait.ORPHANS_BY_DEFAULT)));
        boolean foreground = options.propagation().map("Foreground"::equals).orElse(names.contains(FOREGROUND));
        names.remove(ORPHAN);
        names.remove(FOREGROUND);
        if (orphan) {
            names.add(ORPHAN);
        } else if (foreground) {
            names.add(FOREGROUND);
        }
        return names;
    }

    /** A pod is answered as it was marked to go, whatever else as it was. */
    private Optional<WriteOutcome> removeNow(
            RequestTarget target, StoredObject read, ObjectNode marked, boolean dryRun) {
        boolean pod = target.kind().resource().equals("pods");
        return dryRun
                ? Optional.of(gone(target, pod ? marked : read.json()))
                : remove(target, read).map(stored -> gone(target, pod ? marked : stored.json()));
    }

    /** Removes an object and all that goes with it; empty if the version read is no longer the newest. */
    Optional<StoredObject> remove(RequestTarget target, StoredObject read) {
        Optional<StoredObject> removed = store.remove(target.kind().storage(), target.key(), read);
        removed.ifPresent(stored -> rules.removed(target.kind(), stored.json()));
        removed.ifPresent(stored -> admission.recount(target));
        return removed;
    }

    private static WriteOutcome gone(RequestTarget target, ObjectNode object) {
        ResourceKind kind = target.kind();
        if (kind.has(Trait.RETURNS_DELETED)) {
            return new WriteOutcome(200, object);
        }
        ObjectNode status = StatusException.success();
        ObjectNode details = status.putObject("details").put("name", target.name());
        if (!kind.group().isEmpty()) {
            details.put("group", kind.group());
        }
        details.put("kind", kind.plural())
                .put("uid", object.path("metadata").path("uid").asText());
        return new WriteOutcome(200, status);
    }
}
