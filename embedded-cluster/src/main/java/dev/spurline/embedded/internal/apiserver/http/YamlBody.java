// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.cluster.internal.yaml.KubernetesYaml;
import dev.spurline.cluster.internal.yaml.YamlDocument;
import dev.spurline.cluster.internal.yaml.YamlException;
import dev.spurline.embedded.internal.apiserver.status.StatusException;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Bodies in YAML. */
final class YamlBody {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private YamlBody() {}

    /**
     * Reads an object.
     *
     * @throws StatusException if the body is none
     */
    static ObjectNode object(Buffer body, String kind) {
        try {
            if (tree(body) instanceof ObjectNode object) {
                return object;
            }
            throw unreadable(kind, "yaml: not a mapping");
        } catch (YamlException e) {
            throw unreadable(kind, "yaml: " + e.getMessage());
        }
    }

    /**
     * Reads anything.
     *
     * @throws YamlException if it is no YAML
     */
    static JsonNode tree(Buffer body) {
        return MAPPER.valueToTree(
                KubernetesYaml.document(body.toString(StandardCharsets.UTF_8)).value());
    }

    /**
     * Says which keys stand twice in one mapping, in the words of Go's strict reader.
     *
     * <p>Source: {@code UnmarshalStrict} of gopkg.in/yaml.v2.
     *
     * @return empty if none does
     */
    static Optional<String> doubled(Buffer body) {
        List<YamlDocument.Duplicate> duplicates =
                KubernetesYaml.document(body.toString(StandardCharsets.UTF_8)).duplicates();
        return duplicates.isEmpty()
                ? Optional.empty()
                : Optional.of(duplicates.stream()
                        .map(key -> "\n  line %d: key \"%s\" already set in map".formatted(key.last(), key.key()))
                        .collect(Collectors.joining("", "yaml: unmarshal errors:", "")));
    }

    private static StatusException unreadable(String kind, String why) {
        return new StatusException(
                400,
                "BadRequest",
                "the object provided is unrecognized (must be of type %s): couldn't get version/kind; error converting YAML to JSON: %s"
                        .formatted(kind, why));
    }
}
