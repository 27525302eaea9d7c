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
package dev.spurline.embedded.internal.apiserver.schema;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A request that is refused, with the Status object that says so. */
public final class Rejection extends RuntimeException {

    private final transient ObjectNode status;

    private Rejection(ObjectNode status) {
        super(status.path("message").asText());
        this.status = status;
    }

    /** Returns the HTTP status code. */
    public int code() {
        return status.path("code").asInt();
    }

    /** Returns a copy of the Status object that is the body of the answer. */
    public ObjectNode status() {
        return status.deepCopy();
    }

    /** Returns a refusal without details: {@code details} stays absent. */
    public static Rejection of(int code, String reason, String message) {
        ObjectNode status = JsonNodeFactory.instance.objectNode();
        status.put("kind", "Status").put("apiVersion", "v1").putObject("metadata");
        status.put("status", "Failure").put("message", message);
        if (!reason.isEmpty()) {
            status.put("reason", reason);
        }
        return new Rejection(status.put("code", code));
    }

    public static Rejection badRequest(String message) {
        return of(400, "BadRequest", message);
    }

    /** Returns the refusal that names nothing, as the real server answers a patch that cannot be applied. */
    public static Rejection unprocessable() {
        Rejection rejection = of(422, "Invalid", "the server rejected our request due to an error in our request");
        rejection.status.putObject("details");
        return rejection;
    }

    public static Rejection unsupportedMediaType(String accepted) {
        return of(
                415,
                "UnsupportedMediaType",
                "the body of the request was in an unknown format - accepted media types include: " + accepted);
    }

    /** Returns the refusal of an object for what it contains. */
    public static Rejection invalid(String group, String kind, String name, List<Cause> causes) {
        List<String> texts = causes.stream().map(Cause::text).distinct().toList();
        String list = texts.size() == 1 ? texts.get(0) : "[" + String.join(", ", texts) + "]";
        Rejection rejection = of(422, "Invalid", qualified(kind, group) + " \"" + name + "\" is invalid: " + list);
        rejection.detail(name, group, kind).causes(causes);
        return rejection;
    }

    /** Returns the refusal of a write that meets another version of the object than it expects. */
    public static Rejection modified(String group, String resource, String name) {
        Rejection rejection = of(
                409,
                "Conflict",
                "Operation cannot be fulfilled on " + qualified(resource, group) + " \"" + name
                        + "\": the object has been modified; please apply your changes to the latest version and try again");
        return rejection.detail(name, group, resource);
    }

    /** Returns the refusal by policy. */
    public static Rejection forbidden(String group, String resource, String name, String why) {
        Rejection rejection =
                of(403, "Forbidden", qualified(resource, group) + " \"" + name + "\" is forbidden: " + why);
        return rejection.detail(name, group, resource);
    }

    /** Returns the refusal of an apply that would take fields from others. */
    public static Rejection applyConflict(String message, List<Cause> causes) {
        Rejection rejection = of(409, "Conflict", message);
        rejection.status.putObject("details");
        return rejection.causes(causes);
    }

    private Rejection detail(String name, String group, String kind) {
        ObjectNode details = status.putObject("details");
        Stream.of(new String[] {"name", name}, new String[] {"group", group}, new String[] {"kind", kind})
                .filter(pair -> !pair[1].isEmpty())
                .forEach(pair -> details.put(pair[0], pair[1]));
        return this;
    }

    private Rejection causes(List<Cause> causes) {
        var list = status.withObject("/details").putArray("causes");
        causes.forEach(cause -> list.addObject()
                .put("reason", cause.reason())
                .put("message", cause.message())
                .put("field", cause.field()));
        return this;
    }

    private static String qualified(String name, String group) {
        return Stream.of(name, group).filter(part -> !part.isEmpty()).collect(Collectors.joining("."));
    }
}
