// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.embedded.internal.apiserver.status.StatusException;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Bodies in YAML. */
final class YamlBody {

    private YamlBody() {}

    /**
     * Reads an object.
     *
     * @throws StatusException if the body is none
     */
    static ObjectNode object(Buffer body, String kind) {
        try {
            if (Serialization.unmarshal(body.toString(StandardCharsets.UTF_8), JsonNode.class)
                    instanceof ObjectNode object) {
                return object;
            }
            throw unreadable(kind, "yaml: not a mapping");
        } catch (IllegalArgumentException | KubernetesClientException | YamlEngineException e) {
            throw unreadable(kind, "yaml: " + e.getMessage());
        }
    }

    private static StatusException unreadable(String kind, String why) {
        return new StatusException(
                400,
                "BadRequest",
                "the object provided is unrecognized (must be of type %s): couldn't get version/kind; error converting YAML to JSON: %s"
                        .formatted(kind, why));
    }
}
