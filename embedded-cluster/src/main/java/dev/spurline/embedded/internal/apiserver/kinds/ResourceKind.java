// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spurline.embedded.internal.apiserver.status.StatusException;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One resource that the server offers.
 *
 * @param group the API group; empty for the core
 * @param versions the versions served, the preferred one first
 * @param storageVersion the version whose name hashes into the storage version hash
 * @param kind such as {@code Pod}
 * @param plural such as {@code pods}
 * @param singular such as {@code pod}
 * @param namespaced whether objects live in a namespace
 * @param shortNames such as {@code po}
 * @param categories such as {@code all}
 * @param subresources such as {@code status}
 * @param traits how it differs from a plain one
 */
public record ResourceKind(
        String group,
        List<String> versions,
        String storageVersion,
        String kind,
        String plural,
        String singular,
        boolean namespaced,
        List<String> shortNames,
        List<String> categories,
        Set<String> subresources,
        Set<Trait> traits) {

    /** What sets a kind apart. */
    public enum Trait {
        /** Counts the changes of its spec in {@code metadata.generation}. */
        GENERATION,
        /** A plain DELETE leaves dependents alive. */
        ORPHANS_BY_DEFAULT,
        /** A DELETE answers with the object instead of a Status. */
        RETURNS_DELETED,
        /** Defined by a CustomResourceDefinition. */
        CUSTOM,
        /** May be created by PUT. */
        CREATE_ON_UPDATE,
        /** Cannot be deleted by collection. */
        NO_DELETE_COLLECTION,
        /** Nothing is stored: a POST computes an answer. */
        REVIEW
    }

    /** Returns whether this kind has a trait. */
    public boolean has(Trait trait) {
        return traits.contains(trait);
    }

    /** Returns whether status is written by a subresource of its own. */
    public boolean hasStatus() {
        return subresources.contains("status");
    }

    /** Returns the name under which objects are stored, such as {@code deployments.apps}. */
    public String resource() {
        return group.isEmpty() ? plural : plural + "." + group;
    }

    /** Returns under which resource objects are stored: that of the core for events, which two groups show. */
    public String storage() {
        return resource().equals("events.events.k8s.io") ? "events" : resource();
    }

    /** Returns the {@code apiVersion} of an object in one of the versions. */
    public String apiVersion(String version) {
        return group.isEmpty() ? version : group + "/" + version;
    }

    /** Returns the storage key of an object. */
    public String key(String namespace, String name) {
        return namespaced ? namespace + "/" + name : name;
    }

    /** Returns the prefix of the storage keys of a namespace; all objects if it is empty. */
    public String prefix(String namespace) {
        return namespaced && !namespace.isEmpty() ? namespace + "/" : "";
    }

    /** Returns the failure for an object that does not exist. */
    public StatusException notFound(String name) {
        return new StatusException(404, "NotFound", "%s \"%s\" not found".formatted(resource(), name))
                .about(name, group, plural);
    }

    /** Returns the failure for a name that is taken. */
    public StatusException alreadyExists(String name) {
        return new StatusException(409, "AlreadyExists", "%s \"%s\" already exists".formatted(resource(), name))
                .about(name, group, plural);
    }

    /** Returns the failure for a writer that has lost. */
    public StatusException conflict(String name, String why) {
        return new StatusException(
                        409,
                        "Conflict",
                        "Operation cannot be fulfilled on %s \"%s\": %s".formatted(resource(), name, why))
                .about(name, group, plural);
    }

    /** Returns the failure for something that a rule does not allow. */
    public StatusException forbidden(String name, String why) {
        return new StatusException(403, "Forbidden", "%s \"%s\" is forbidden: %s".formatted(resource(), name, why))
                .about(name, group, plural);
    }

    /**
     * Returns the refusal of a new object by policy, before its name may be known: then what it begins with is told.
     *
     * <p>Source: {@code k8s.io/apiserver/pkg/admission/errors.go} (extractResourceName).
     */
    public StatusException forbidden(JsonNode object, String why) {
        JsonNode metadata = object.path("metadata");
        return forbidden(
                Stream.of("name", "generateName")
                        .map(field -> metadata.path(field).asText())
                        .filter(name -> !name.isEmpty())
                        .findFirst()
                        .orElse("Unknown"),
                why);
    }

    /** Returns the failure for an object that is not valid. */
    public StatusException invalid(String name, List<StatusException.StatusCause> causes) {
        return new StatusException(
                        422, "Invalid", "%s \"%s\" is invalid: %s".formatted(qualifiedKind(), name, sum(causes)))
                .about(name, group, kind)
                .because(causes);
    }

    /** Returns the kind with its group, such as {@code Deployment.apps}. */
    public String qualifiedKind() {
        return group.isEmpty() ? kind : kind + "." + group;
    }

    private static String sum(List<StatusException.StatusCause> causes) {
        List<String> all = causes.stream()
                .map(cause -> cause.field() + ": " + cause.message())
                .distinct()
                .toList();
        return all.size() == 1 ? all.get(0) : "[" + String.join(", ", all) + "]";
    }
}
