// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.watch;

import com.fasterxml.jackson.core.type.TypeReference;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ListMeta;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.ByteArrayInputStream;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a list call told.
 *
 * @param version the version at which that was so
 * @param objects what was there
 */
record ListedObjects<T extends HasMetadata>(String version, List<T> objects) {

    static <T extends HasMetadata> ListedObjects<T> read(
            KubernetesSerialization serialization, Class<T> kind, String json) {
        Type type = serialization.constructParametricType(Answer.class, kind);
        Answer<T> answer = serialization.unmarshal(
                new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)), new TypeReference<Answer<T>>() {
                    @Override
                    public Type getType() {
                        return type;
                    }
                });
        String version = answer.metadata() == null ? "" : answer.metadata().getResourceVersion();
        return new ListedObjects<>(version, Objects.requireNonNullElse(answer.items(), List.of()));
    }

    /**
     * A list of any kind.
     *
     * @param apiVersion the version of the list
     * @param kind the kind of the list
     * @param metadata the list's own
     * @param items the objects; a list of Go's that is empty may be null
     */
    record Answer<T>(
            String apiVersion,
            String kind,
            @Nullable ListMeta metadata,
            @Nullable List<T> items) {}
}
