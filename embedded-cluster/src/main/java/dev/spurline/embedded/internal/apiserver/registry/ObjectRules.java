// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.embedded.internal.apiserver.kinds.DefinitionStatus;
import dev.spurline.embedded.internal.apiserver.kinds.ResourceKind;
import dev.spurline.embedded.internal.apiserver.kinds.ResourceKind.Trait;
import dev.spurline.embedded.internal.apiserver.kinds.ResourceKinds;
import dev.spurline.embedded.internal.apiserver.schema.ServerSetFields;
import dev.spurline.embedded.internal.apiserver.schema.types.Kind;
import dev.spurline.embedded.internal.apiserver.storage.VersionedStore;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What happens to an object of each kind before it is stored, and after.
 *
 * <p>Source: {@code k8s.io/apiserver/pkg/registry/rest/create_update.go} (RESTCreateUpdateStrategy).
 */
final class ObjectRules {

    private static final Set<String> NOT_SPEC = Set.of("kind", "apiVersion", "metadata", "status");

    private static final String DAEMONSETS = "daemonsets.apps";
    private static final String TEMPLATE_GENERATION = "deprecated.daemonset.template.generation";
    private static final String DEFINITIONS = DefinitionLifecycle.DEFINITIONS;

    private final ServiceAllocation services = new ServiceAllocation();
    private final ServedDefinitions definitions;
    private final PodDefaults podDefaults;

    ObjectRules(VersionedStore store, ResourceKinds kinds) {
        this.definitions = new ServedDefinitions(store, kinds);
        this.podDefaults = new PodDefaults(store);
    }

    /** Adds the metadata that the server gives; it counts as written by the client. */
    void mark(RequestTarget target, ObjectNode object) {
        ObjectNode metadata = object.withObject("metadata");
        switch (target.kind().resource()) {
            case "namespaces" -> metadata.withObject("labels").put("kubernetes.io/metadata.name", nameOf(object));
            case "jobs.batch" -> labelAsTemplate(object);
            case DAEMONSETS -> metadata.withObject("annotations").put(TEMPLATE_GENERATION, "1");
            default -> {}
        }
    }

    private static void labelAsTemplate(ObjectNode job) {
        JsonNode labels = job.path("spec").path("template").path("metadata").path("labels");
        if (job.path("metadata").path("labels").isEmpty() && !labels.isEmpty()) {
            job.withObject("metadata").set("labels", labels.deepCopy());
        }
    }

    private static void addFinalizer(ObjectMetadata meta, String name) {
        Set<String> names = new LinkedHashSet<>(meta.finalizers());
        names.add(name);
        meta.finalizers(names);
    }

    /** Counts the changes of a DaemonSet's template, as the API has done since before it had revisions. */
    private static void countTemplates(ObjectNode old, ObjectNode object) {
        long count = old.path("metadata")
                .path("annotations")
                .path(TEMPLATE_GENERATION)
                .asLong(1);
        boolean same =
                old.path("spec").path("template").equals(object.path("spec").path("template"));
        object.withObject("metadata")
                .withObject("annotations")
                .put(TEMPLATE_GENERATION, "" + (same ? count : count + 1));
    }

    /** Refuses a new object that needs what is not there. */
    void admit(ResourceKind kind, ObjectNode object) {
        if (kind.resource().equals("pods")) {
            podDefaults.requirePriority(kind, object);
        }
    }

    /** Brings a new object into the state in which it is stored. */
    void prepareCreate(RequestTarget target, ObjectNode object, JsonNode emptyStatus, boolean labelled) {
        ResourceKind kind = target.kind();
        if (kind.hasStatus()) {
            resetStatus(kind, object, emptyStatus);
        }
        ServerSetFields.completeNew(object, new Kind(kind.group(), target.version(), kind.kind()), labelled);
        switch (kind.resource()) {
            case "namespaces" -> {
                object.withObject("spec").putArray("finalizers").add("kubernetes");
                object.withObject("status").put("phase", "Active");
            }
            case "pods" -> {
                podDefaults.fill(object);
                object.putObject("status")
                        .put("phase", "Pending")
                        .put("qosClass", QualityOfService.of(object.path("spec")));
            }
            case "persistentvolumeclaims" -> addFinalizer(ObjectMetadata.of(object), "kubernetes.io/pvc-protection");
            case DEFINITIONS -> DefinitionStatus.begin(object);
            default -> {}
        }
    }

    private static void resetStatus(ResourceKind kind, ObjectNode object, JsonNode emptyStatus) {
        if (kind.has(Trait.CUSTOM)) {
            object.remove("status");
        } else {
            object.set("status", emptyStatus.isObject() ? emptyStatus : object.objectNode());
        }
    }

    /** Hands out what only a valid object gets. */
    void allocate(RequestTarget target, ObjectNode object) {
        if (isService(target.kind())) {
            services.allocate(target.kind(), object.objectNode(), object);
        }
    }

    /** Brings a changed object into the state in which it is stored: what a writer may not change is as it was. */
    void prepareUpdate(RequestTarget target, ObjectNode old, ObjectNode object) {
        keepSystemFields(old, object);
        if (target.subresource().equals("status")) {
            keepAllButStatus(target, old, object);
        } else if (target.kind().hasStatus() && writesSpec(target)) {
            keep("status", old, object);
        }
        if (target.kind().resource().equals("namespaces")
                && !target.subresource().equals("finalize")) {
            keep("spec", old, object);
        }
        if (target.kind().resource().equals(DAEMONSETS)) {
            countTemplates(old, object);
        }
        countGeneration(target, old, object);
    }

    private static boolean writesSpec(RequestTarget target) {
        return target.subresource().isEmpty() || target.subresource().equals("scale");
    }

    private static void keepSystemFields(ObjectNode old, ObjectNode object) {
        ObjectMetadata before = ObjectMetadata.of(old);
        ObjectMetadata after = ObjectMetadata.of(object);
        for (String field :
                List.of("creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds", "generation")) {
            after.take(field, before.node());
        }
        if (after.text("uid").isEmpty()) {
            after.take("uid", before.node());
        }
        after.node().put("name", before.text("name"));
        after.take("namespace", before.node());
        after.node().remove(List.of("selfLink"));
    }

    private static void keepAllButStatus(RequestTarget target, ObjectNode old, ObjectNode object) {
        for (var field : old.properties()) {
            if (!NOT_SPEC.contains(field.getKey())) {
                object.set(field.getKey(), field.getValue().deepCopy());
            }
        }
        if (target.kind().has(Trait.CUSTOM)) {
            JsonNode version = object.path("metadata").path("resourceVersion");
            object.set("metadata", old.path("metadata").deepCopy());
            ObjectMetadata.of(object).node().set("resourceVersion", version);
        }
    }

    private static void keep(String field, ObjectNode old, ObjectNode object) {
        JsonNode value = old.path(field);
        if (value.isMissingNode()) {
            object.remove(field);
        } else {
            object.set(field, value.deepCopy());
        }
    }

    private static void countGeneration(RequestTarget target, ObjectNode old, ObjectNode object) {
        boolean counts = target.kind().has(Trait.GENERATION) && writesSpec(target);
        boolean changed = specChanged(old, object) || metadataChanged(target.kind(), old, object);
        if (counts && changed) {
            ObjectMetadata.of(object).increaseGeneration();
        }
    }

    /** Some kinds count changes of some metadata. */
    private static boolean metadataChanged(ResourceKind kind, ObjectNode old, ObjectNode object) {
        String field = switch (kind.resource()) {
            case "deployments.apps" -> "annotations";
            case "endpointslices.discovery.k8s.io" -> "labels";
            default -> "";
        };
        return !field.isEmpty()
                && !old.path("metadata")
                        .path(field)
                        .equals(object.path("metadata").path(field));
    }

    private static boolean specChanged(ObjectNode old, ObjectNode object) {
        return !withoutMetaAndStatus(old).equals(withoutMetaAndStatus(object));
    }

    private static ObjectNode withoutMetaAndStatus(ObjectNode object) {
        ObjectNode rest = object.objectNode().setAll(object);
        rest.remove(NOT_SPEC);
        return rest;
    }

    /** Takes note of an object that was stored. */
    void stored(ResourceKind kind, ObjectNode object) {
        if (kind.resource().equals(DEFINITIONS)) {
            definitions.stored(object);
        }
    }

    /** Takes note of an object that is gone. */
    void removed(ResourceKind kind, ObjectNode object) {
        if (kind.resource().equals(DEFINITIONS)) {
            definitions.removed(nameOf(object));
        }
        discard(kind, object);
    }

    /** Gives back what was handed out for an object. */
    void discard(ResourceKind kind, ObjectNode object) {
        discard(kind, object, object.objectNode());
    }

    /** Gives back what was handed out for one version of an object, but not for the other. */
    void discard(ResourceKind kind, ObjectNode object, ObjectNode other) {
        if (isService(kind)) {
            services.release(object, other);
        }
    }

    private static boolean isService(ResourceKind kind) {
        return kind.resource().equals("services");
    }

    /** Returns whether a dying object may go now. */
    boolean mayGo(ResourceKind kind, ObjectNode object) {
        ObjectMetadata meta = ObjectMetadata.of(object);
        boolean unfinished = kind.resource().equals("namespaces")
                && !object.path("spec").path("finalizers").isEmpty();
        boolean held = unfinished || !meta.finalizers().isEmpty();
        return meta.isDying()
                && !held
                && meta.node().path("deletionGracePeriodSeconds").asLong() == 0;
    }

    /** Lets a changed object keep what its writer left open and only the server can give. */
    void inherit(RequestTarget target, ObjectNode old, ObjectNode object) {
        if (isService(target.kind()) && target.subresource().isEmpty()) {
            ServiceAllocation.inherit(old.deepCopy(), object);
        }
    }

    /** What follows from a change that is allowed. */
    void afterValidation(RequestTarget target, ObjectNode old, ObjectNode object) {
        if (isService(target.kind()) && target.subresource().isEmpty()) {
            services.allocate(target.kind(), old, object);
        }
    }

    private static String nameOf(ObjectNode object) {
        return object.path("metadata").path("name").asText("");
    }
}
