// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The status of a CustomResourceDefinition, from the first day to the last. */
public final class DefinitionStatus {

    private static final String NOT_YET =
            "CustomResourceDefinition marked for deletion; CustomResource deletion will begin soon";

    private DefinitionStatus() {}

    /** Gives a new definition the status that says nothing yet. */
    public static void begin(ObjectNode definition) {
        ObjectNode status = definition.putObject("status");
        status.putNull("conditions");
        status.putObject("acceptedNames").put("plural", "").put("kind", "");
        status.putArray("storedVersions").add(CustomKinds.storageVersion(definition.path("spec")));
    }

    /** Returns whether the names of a definition are those that it asks for. */
    public static boolean isNamed(JsonNode definition) {
        return definition
                .path("status")
                .path("acceptedNames")
                .equals(definition.path("spec").path("names"));
    }

    /** Returns whether the objects of a definition are served. */
    public static boolean isEstablished(JsonNode definition) {
        return is(definition, "Established");
    }

    /** Returns whether a definition is about to go. */
    public static boolean isTerminating(JsonNode definition) {
        return is(definition, "Terminating");
    }

    private static boolean is(JsonNode definition, String type) {
        for (JsonNode condition : definition.path("status").path("conditions")) {
            if (condition.path("type").asText().equals(type)) {
                return condition.path("status").asText().equals("True");
            }
        }
        return false;
    }

    /** Accepts the names of a definition. */
    public static void name(ObjectNode definition) {
        ObjectNode status = definition.withObject("/status");
        status.set("acceptedNames", definition.path("spec").path("names").deepCopy());
        condition(status, "NamesAccepted", "True", "NoConflicts", "no conflicts found");
        if (!isEstablished(definition)) {
            condition(status, "Established", "False", "Installing", "the initial names have been accepted");
        }
    }

    /** Says that the objects of a definition are served. */
    public static void establish(ObjectNode definition) {
        condition(
                definition.withObject("/status"),
                "Established",
                "True",
                "InitialNamesAccepted",
                "the initial names have been accepted");
    }

    /** Says that a definition shall go. */
    public static void condemn(ObjectNode definition) {
        condition(definition.withObject("/status"), "Terminating", "True", "InstanceDeletionPending", NOT_YET);
    }

    /** Returns whether the objects of a definition have not yet been asked to go. */
    public static boolean isOnlyCondemned(JsonNode definition) {
        return definition
                .path("status")
                .path("conditions")
                .findValuesAsText("reason")
                .contains("InstanceDeletionPending");
    }

    /** Says that the objects of a definition are asked to go. */
    public static void clear(ObjectNode definition) {
        condition(
                definition.withObject("/status"),
                "Terminating",
                "True",
                "InstanceDeletionInProgress",
                "CustomResource deletion is in progress");
    }

    private static void condition(ObjectNode status, String type, String value, String reason, String message) {
        ArrayNode conditions = status.withArray("/conditions");
        ObjectNode condition = find(conditions, type);
        String before = condition.path("status").asText();
        condition.put("type", type).put("status", value);
        if (!before.equals(value)) {
            String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
            condition.put("lastTransitionTime", now);
        }
        condition.put("reason", reason).put("message", message);
    }

    private static ObjectNode find(ArrayNode conditions, String type) {
        for (JsonNode condition : conditions) {
            if (condition.path("type").asText().equals(type)) {
                return (ObjectNode) condition;
            }
        }
        return conditions.addObject();
    }
}
