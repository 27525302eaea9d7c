// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.schema.rules;

import dev.spurline.embedded.internal.apiserver.schema.types.Kind;
import dev.spurline.embedded.internal.apiserver.status.StatusException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The refusals of requests for what their objects contain. */
public final class ObjectRejection {

    private ObjectRejection() {}

    /** Returns a refusal without details; an empty reason is left out. */
    public static StatusException of(int code, String reason, String message) {
        return new StatusException(code, reason, message);
    }

    public static StatusException badRequest(String message) {
        return of(400, "BadRequest", message);
    }

    /** Returns the refusal that names nothing, as the real server answers a patch that cannot be applied. */
    public static StatusException unprocessable() {
        return of(422, "Invalid", "the server rejected our request due to an error in our request")
                .about("", "", "");
    }

    /** Returns the refusal of an object for what it contains. */
    public static StatusException invalid(Kind kind, String name, List<FieldError> causes) {
        List<String> texts = causes.stream().map(FieldError::text).distinct().toList();
        String list = texts.size() == 1 ? texts.get(0) : "[" + String.join(", ", texts) + "]";
        return of(422, "Invalid", kind.qualified() + " \"" + name + "\" is invalid: " + list)
                .about(name, kind.group(), kind.name())
                .because(causes.stream().map(FieldError::reported).toList());
    }

    /** Returns the refusal by policy. */
    public static StatusException forbidden(String group, String resource, String name, String why) {
        return of(403, "Forbidden", qualified(resource, group) + " \"" + name + "\" is forbidden: " + why)
                .about(name, group, resource);
    }

    /** Returns the refusal of an apply that would take fields from others. */
    public static StatusException applyConflict(String message, List<FieldError> causes) {
        return of(409, "Conflict", message)
                .about("", "", "")
                .because(causes.stream().map(FieldError::reported).toList());
    }

    private static String qualified(String name, String group) {
        return Stream.of(name, group).filter(part -> !part.isEmpty()).collect(Collectors.joining("."));
    }
}
