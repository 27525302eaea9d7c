/*
 * Copyright 2026 the Spurline authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package dev.spurline.embedded.internal.apiserver.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.embedded.internal.apiserver.kinds.CustomKinds;
import dev.spurline.embedded.internal.apiserver.kinds.Kinds;
import dev.spurline.embedded.internal.apiserver.kinds.ResourceKind;
import dev.spurline.embedded.internal.apiserver.kinds.ResourceKind.Trait;
import dev.spurline.embedded.internal.apiserver.status.StatusException;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** What happens to an object of each kind before it is stored, and after. */
final class ObjectRules {

    private static final Set<String> NOT_SPEC = Set.of("kind", "apiVersion", "metadata", "status");

    private final Kinds kinds;
    private final ClusterIps clusterIps;

    ObjectRules(Kinds kinds, ClusterIps clusterIps) {
        this.kinds = kinds;
        this.clusterIps = clusterIps;
    }

    /** Brings a new object into the state in which it is stored. */
    void prepareCreate(Target target, ObjectNode object) {
        ResourceKind kind = target.kind();
        if (kind.hasStatus()) {
            object.remove("status");
        }
        switch (kind.resource()) {
            case "namespaces" -> {
                object.withObject("spec").putArray("finalizers").add("kubernetes");
                object.withObject("status").put("phase", "Active");
                object.withObject("metadata").withObject("labels").put("kubernetes.io/metadata.name", nameOf(object));
            }
            case "pods" -> object.withObject("status").put("phase", "Pending").put("qosClass", "BestEffort");
            case "services" -> assignClusterIp(kind, object);
            case "customresourcedefinitions.apiextensions.k8s.io" -> CustomKinds.establish(object);
            default -> {}
        }
    }

    private void assignClusterIp(ResourceKind kind, ObjectNode object) {
        ObjectNode spec = object.withObject("spec");
        object.putObject("status").putObject("loadBalancer");
        if (spec.path("type").asText("").equals("ExternalName")
                || spec.path("clusterIP").asText("").equals("None")) {
            return;
        }
        String asked = spec.path("clusterIP").asText("");
        if (!asked.isEmpty()) {
            clusterIps.take(asked).ifPresent(why -> {
                throw kind.invalid(
                        nameOf(object),
                        List.of(new StatusException.Cause(
                                "FieldValueInvalid",
                                "Invalid value: [\"%s\"]: %s".formatted(asked, why),
                                "spec.clusterIPs")));
            });
        }
        String address = asked.isEmpty() ? clusterIps.next() : asked;
        spec.put("clusterIP", address).putArray("clusterIPs").add(address);
    }

    /** Brings a changed object into the state in which it is stored: what a writer may not change is as it was. */
    void prepareUpdate(Target target, ObjectNode old, ObjectNode object) {
        keepSystemFields(old, object);
        if (target.subresource().equals("status")) {
            keepAllButStatus(target, old, object);
        } else if (target.kind().hasStatus() && target.subresource().isEmpty()) {
            keep("status", old, object);
        }
        if (target.kind().resource().equals("namespaces")
                && !target.subresource().equals("finalize")) {
            keep("spec", old, object);
        }
        countGeneration(target, old, object);
    }

    private static void keepSystemFields(ObjectNode old, ObjectNode object) {
        Meta before = Meta.of(old);
        Meta after = Meta.of(object);
        for (String field :
                List.of("uid", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds", "generation")) {
            after.take(field, before.node());
        }
        after.node().put("name", before.text("name"));
        after.node().remove(List.of("selfLink"));
    }

    private static void keepAllButStatus(Target target, ObjectNode old, ObjectNode object) {
        for (var field : old.properties()) {
            if (!NOT_SPEC.contains(field.getKey())) {
                object.set(field.getKey(), field.getValue().deepCopy());
            }
        }
        if (target.kind().has(Trait.CUSTOM)) {
            JsonNode version = object.path("metadata").path("resourceVersion");
            object.set("metadata", old.path("metadata").deepCopy());
            Meta.of(object).node().set("resourceVersion", version);
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

    private static void countGeneration(Target target, ObjectNode old, ObjectNode object) {
        boolean counts =
                target.kind().has(Trait.GENERATION) && target.subresource().isEmpty();
        if (counts && specChanged(old, object)) {
            Meta.of(object).nextGeneration();
        }
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
        if (isDefinition(kind)) {
            kinds.put(CustomKinds.kind(object));
        }
    }

    /** Takes note of an object that is gone. */
    void removed(ResourceKind kind, ObjectNode object) {
        if (isDefinition(kind)) {
            kinds.remove(nameOf(object));
        }
        if (kind.resource().equals("services")) {
            clusterIps.release(object.path("spec").path("clusterIP").asText(""));
        }
    }

    private static boolean isDefinition(ResourceKind kind) {
        return kind.resource().equals("customresourcedefinitions.apiextensions.k8s.io");
    }

    /** Returns whether a dying object may go now. */
    boolean mayGo(ResourceKind kind, ObjectNode object) {
        Meta meta = Meta.of(object);
        boolean unfinished = kind.resource().equals("namespaces")
                && !object.path("spec").path("finalizers").isEmpty();
        boolean held = unfinished || !meta.finalizers().isEmpty();
        return meta.isDying()
                && !held
                && meta.node().path("deletionGracePeriodSeconds").asLong() == 0;
    }

    private static String nameOf(ObjectNode object) {
        return Objects.requireNonNull(object.path("metadata").path("name").asText(""));
    }
}
