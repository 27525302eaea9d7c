// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.status;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Ends a request with a Status object. */
public final class StatusException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient ObjectNode status;
    private final int code;

    /**
     * Makes the failure.
     *
     * @param code the HTTP status code
     * @param reason the machine-readable reason; empty for none
     * @param message what went wrong, for people
     */
    public StatusException(int code, String reason, String message) {
        super(message);
        this.code = code;
        this.status = body("Failure");
        status.put("message", message);
        if (!reason.isEmpty()) {
            status.put("reason", reason);
        }
        status.put("code", code);
    }

    private static ObjectNode body(String outcome) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("kind", "Status").put("apiVersion", "v1").putObject("metadata");
        return node.put("status", outcome);
    }

    /** Returns the Status of a success, to be filled with details. */
    public static ObjectNode success() {
        return body("Success");
    }

    /** Adds which object it is about; what is empty is left out. */
    public StatusException about(String name, String group, String kind) {
        ObjectNode details = details();
        putUnlessEmpty(details, "name", name);
        putUnlessEmpty(details, "group", group);
        putUnlessEmpty(details, "kind", kind);
        return this;
    }

    /** Adds the single causes. */
    public StatusException because(List<StatusCause> causes) {
        if (!causes.isEmpty()) {
            var list = details().putArray("causes");
            causes.forEach(cause -> cause.describe(list.addObject()));
        }
        return this;
    }

    /** Adds after how many seconds to try again. */
    public StatusException retryAfter(int seconds) {
        details().put("retryAfterSeconds", seconds);
        return this;
    }

    /** Returns the details, which stand before the code. */
    private ObjectNode details() {
        status.remove("code");
        ObjectNode details = status.withObject("details");
        status.put("code", code);
        return details;
    }

    /** Returns the HTTP status code. */
    public int code() {
        return code;
    }

    /** Returns the Status object. */
    public ObjectNode status() {
        return status;
    }

    private static void putUnlessEmpty(ObjectNode node, String name, String value) {
        if (!value.isEmpty()) {
            node.put(name, value);
        }
    }

    /**
     * One of several things that are wrong with an object.
     *
     * @param reason such as {@code FieldValueInvalid}
     * @param message without the field
     * @param field the path of the field
     */
    public record StatusCause(String reason, String message, String field) {

        private void describe(ObjectNode node) {
            putUnlessEmpty(node, "reason", reason);
            putUnlessEmpty(node, "message", message);
            putUnlessEmpty(node, "field", field);
        }
    }
}
