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
final class Yaml {

    private Yaml() {}

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
