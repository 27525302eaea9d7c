// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.schema.rules;

import dev.spurline.embedded.internal.apiserver.status.StatusException;

/**
 * One reason why an object is refused, as it appears in {@code Status.details.causes}.
 *
 * @param reason such as {@code FieldValueInvalid}
 * @param message what is wrong, without the field
 * @param field the path of the field
 */
public record FieldError(String reason, String message, String field) {

    public static FieldError required(String field, String detail) {
        return new FieldError("FieldValueRequired", suffixed("Required value", detail), field);
    }

    /** Returns the cause for a wrong value, which is shown as JSON. */
    public static FieldError invalid(String field, String value, String detail) {
        return new FieldError("FieldValueInvalid", suffixed("Invalid value: " + value, detail), field);
    }

    public static FieldError duplicate(String field, String value) {
        return new FieldError("FieldValueDuplicate", "Duplicate value: " + value, field);
    }

    public static FieldError forbidden(String field, String detail) {
        return new FieldError("FieldValueForbidden", "Forbidden: " + detail, field);
    }

    public static FieldError notFound(String field, String value) {
        return new FieldError("FieldValueNotFound", "Not found: " + value, field);
    }

    public static FieldError tooLong(String field, int bytes) {
        return new FieldError("FieldValueTooLong", "Too long: may not be more than " + bytes + " bytes", field);
    }

    public static FieldError unsupported(String field, String value, Iterable<String> supported) {
        String list = "\"" + String.join("\", \"", supported) + "\"";
        return new FieldError(
                "FieldValueNotSupported", "Unsupported value: " + value + ": supported values: " + list, field);
    }

    /** Returns the cause as one piece of the message of a Status. */
    String text() {
        return field + ": " + message;
    }

    StatusException.StatusCause reported() {
        return new StatusException.StatusCause(reason, message, field);
    }

    private static String suffixed(String head, String detail) {
        return detail.isEmpty() ? head : head + ": " + detail;
    }
}
