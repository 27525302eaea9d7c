// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.embedded.internal.apiserver.auth.User;
import dev.spurline.embedded.internal.apiserver.kinds.ResourceKind.Trait;
import dev.spurline.embedded.internal.apiserver.registry.RequestTarget;
import dev.spurline.embedded.internal.apiserver.registry.UnknownFields;
import dev.spurline.embedded.internal.apiserver.registry.WriteOptions;
import dev.spurline.embedded.internal.apiserver.status.StatusException;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * A request with its body, as far as it is understood without knowing its resource.
 *
 * @param exchange the request as it came, and the way back
 * @param query the decoded parameters
 * @param body empty if there is none
 * @param user who asks
 */
record ServerRequest(ApiExchange exchange, MultiMap query, Buffer body, User user) {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Set<String> TYPES =
            Set.of("application/json", "application/yaml", "text/yaml", "*/*", ProtobufReader.TYPE);
    private static final Set<String> YAML_TYPES = Set.of("application/yaml", "text/yaml");
    private static final int SUMMARY = 30;

    String method() {
        return exchange.method();
    }

    Optional<String> parameter(String name) {
        return Optional.ofNullable(query.get(name)).filter(value -> !value.isEmpty());
    }

    boolean flag(String name) {
        return parameter(name)
                .filter(value -> value.equals("true") || value.equals("1"))
                .isPresent();
    }

    /**
     * Returns a parameter as a number.
     *
     * @throws StatusException if it is none
     */
    OptionalLong number(String name) {
        Optional<String> text = parameter(name);
        try {
            return text.map(Long::parseLong).stream().mapToLong(value -> value).findFirst();
        } catch (NumberFormatException e) {
            throw new StatusException(
                    400, "BadRequest", "strconv.ParseInt: parsing \"%s\": invalid syntax".formatted(text.orElse("")));
        }
    }

    String header(String name) {
        String value = exchange.header(name);
        return value == null ? "" : value;
    }

    String contentType() {
        String type = header("Content-Type");
        int end = type.indexOf(';');
        return (end < 0 ? type : type.substring(0, end)).strip();
    }

    /** Returns the body as an object of the target's kind. */
    ObjectNode object(RequestTarget target) {
        if (!contentType().isEmpty() && !TYPES.contains(contentType())) {
            throw new StatusException(
                    415,
                    "UnsupportedMediaType",
                    "the body of the request was in an unknown format - accepted media types include: application/json, application/yaml, application/vnd.kubernetes.protobuf");
        }
        if (contentType().equals(ProtobufReader.TYPE)) {
            return ProtobufReader.object(body.getBytes());
        }
        if (YAML_TYPES.contains(contentType())) {
            ObjectNode object = YamlBody.object(body, target.kind().kind());
            String kind = target.kind().kind();
            refuseDoubledKeys(complaint -> "%s in version \"%s\" cannot be handled as a %s: strict decoding error: %s"
                    .formatted(kind, target.version(), kind, complaint));
            return object;
        }
        try {
            JsonNode json = MAPPER.readTree(body.getBytes());
            if (json instanceof ObjectNode object) {
                requireKind(target, object);
                return object;
            }
            if (json.isNull()) {
                return MAPPER.createObjectNode();
            }
            throw unrecognized(target, json.isMissingNode() ? GoJson.complaint(body.getBytes()) : GoJson.untyped(json));
        } catch (IOException e) {
            throw unrecognized(target, GoJson.complaint(body.getBytes()));
        }
    }

    /**
     * Refuses YAML with a key twice in one mapping, or warns of it, as the parameter {@code fieldValidation} says.
     *
     * @param refusal makes the message of the complaint of the reader
     */
    void refuseDoubledKeys(UnaryOperator<String> refusal) {
        Optional<String> complaint = YamlBody.doubled(body);
        switch (parameter("fieldValidation").orElse("Warn")) {
            case "Strict" ->
                complaint.ifPresent(text -> {
                    throw new StatusException(400, "BadRequest", refusal.apply(text));
                });
            case "Ignore" -> {}
            default -> complaint.ifPresent(text -> warn(text.replace("\n", "")));
        }
    }

    /** What is read without knowing its type has to say its kind itself. */
    private void requireKind(RequestTarget target, ObjectNode object) {
        if (target.kind().has(Trait.CUSTOM) && object.path("kind").asText("").isEmpty()) {
            throw new StatusException(
                    400,
                    "BadRequest",
                    "the object provided is unrecognized (must be of type %s): Object 'Kind' is missing in '%s' (%s)"
                            .formatted(target.kind().kind(), body.toString(StandardCharsets.UTF_8), summary()));
        }
    }

    private StatusException unrecognized(RequestTarget target, String why) {
        return new StatusException(
                400,
                "BadRequest",
                "the object provided is unrecognized (must be of type %s): couldn't get version/kind; json parse error: %s (%s)"
                        .formatted(target.kind().kind(), why, summary()));
    }

    /** Returns the beginning of the body: an object as it came, anything else in hexadecimal. */
    private String summary() {
        byte[] bytes = body.getBytes(0, Math.min(body.length(), SUMMARY));
        if (bytes.length == 0) {
            return "<empty>";
        }
        String text = bytes[0] == '{'
                ? new String(bytes, StandardCharsets.UTF_8)
                : HexFormat.of().formatHex(bytes);
        return body.length() > SUMMARY ? text + " ..." : text;
    }

    /** Returns the body as JSON; nothing if it is empty. */
    JsonNode json() {
        if (body.length() == 0) {
            return MissingNode.getInstance();
        }
        try {
            return MAPPER.readTree(body.getBytes());
        } catch (IOException e) {
            throw new StatusException(
                    400,
                    "BadRequest",
                    "couldn't get version/kind; json parse error: " + GoJson.complaint(body.getBytes()));
        }
    }

    WriteOptions writeOptions() {
        return new WriteOptions(
                parameter("dryRun").isPresent(),
                manager(),
                contentType().equals(PatchReader.APPLY),
                flag("force"),
                unknownFields(),
                user);
    }

    private UnknownFields unknownFields() {
        return switch (parameter("fieldValidation").orElse("Warn")) {
            case "Strict" -> UnknownFields.REFUSED;
            case "Ignore" -> UnknownFields.IGNORED;
            default -> UnknownFields.told(this::warn);
        };
    }

    /** Says something to the client's user beside the answer, once. */
    void warn(String text) {
        exchange.warn("299 - \"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"");
    }

    private String manager() {
        String agent = header("User-Agent");
        String fallback = agent.isEmpty() ? "unknown" : agent.split("/", 2)[0];
        return parameter("fieldManager").orElse(fallback);
    }
}
