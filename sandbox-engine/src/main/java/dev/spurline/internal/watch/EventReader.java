// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.watch;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.ByteArrayInputStream;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;

/**
 * Reads the lines of a watch.
 *
 * @param <T> the kind that is watched
 */
final class EventReader<T extends HasMetadata> {

    private final KubernetesSerialization serialization;
    private final TypeReference<Event<T>> type;

    EventReader(KubernetesSerialization serialization, Class<T> kind) {
        this.serialization = serialization;
        Type event = serialization.constructParametricType(Event.class, kind);
        this.type = new TypeReference<>() {
            @Override
            public Type getType() {
                return event;
            }
        };
    }

    /**
     * Reads a line that tells of an object.
     *
     * @throws RuntimeException if it does not: {@link #error} says what it tells of then
     */
    Event<T> read(byte[] json) {
        Event<T> news = serialization.unmarshal(new ByteArrayInputStream(json), type);
        if (news.type().equals("ERROR")) {
            throw new IllegalArgumentException("an error is no object");
        }
        return news;
    }

    /** Reads a line of type ERROR, which carries a Status instead of an object. */
    KubernetesClientException error(byte[] json) {
        String text = new String(json, StandardCharsets.UTF_8);
        try {
            JsonNode status = serialization.unmarshal(text, JsonNode.class).path("object");
            return new KubernetesClientException(
                    status.path("message").asText(), status.path("code").asInt(), null);
        } catch (RuntimeException e) {
            return new KubernetesClientException("unreadable event: " + text, e);
        }
    }

    /**
     * A line of a watch.
     *
     * @param type what happened
     * @param object to what
     */
    record Event<T>(String type, T object) {}
}
