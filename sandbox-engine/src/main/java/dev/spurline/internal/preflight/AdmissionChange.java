// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.preflight;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spurline.SandboxException;
import dev.spurline.internal.text.JsonTrees;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Judges whether admission lets an object in as it was sent. It may add what was left open, and nothing else: a route of which admission has
 * taken a condition away would be followed by everybody.
 */
public final class AdmissionChange {

    private AdmissionChange() {}

    /**
     * Refuses an object of a custom kind that is not as it was sent. Workloads may be changed on their way in, as injectors do;
     * what decides about requests may not.
     *
     * @param verb {@code was} or {@code would be}
     * @throws SandboxException naming the first place that differs
     */
    public static void refuse(String verb, HasMetadata sent, HasMetadata made) {
        Optional<String> difference = sent instanceof GenericKubernetesResource
                ? difference(
                        JsonTrees.tree(sent).path("spec"), JsonTrees.tree(made).path("spec"))
                : Optional.empty();
        if (difference.isPresent()) {
            throw new SandboxException(
                    "[%s %s/%s] %s changed on its way in: [/spec%s] is not as it was sent, so that it might concern requests of others. Exempt objects with the label app.kubernetes.io/managed-by=spurline from that admission policy"
                            .formatted(
                                    sent.getKind(),
                                    sent.getMetadata().getNamespace(),
                                    sent.getMetadata().getName(),
                                    verb,
                                    difference.get()));
        }
    }

    /** Returns where something is not as it was sent, as a JSON pointer; the first place. */
    static Optional<String> difference(JsonNode sent, JsonNode made) {
        return difference("", sent, made);
    }

    private static Optional<String> difference(String path, JsonNode sent, JsonNode made) {
        if (sent.isObject() && made.isObject()) {
            return sent.properties().stream()
                    .map(field -> difference(path + "/" + field.getKey(), field.getValue(), made.path(field.getKey())))
                    .flatMap(Optional::stream)
                    .findFirst();
        }
        if (sent.isArray() && made.isArray() && sent.size() == made.size()) {
            return IntStream.range(0, sent.size())
                    .mapToObj(i -> difference(path + "/" + i, sent.get(i), made.get(i)))
                    .flatMap(Optional::stream)
                    .findFirst();
        }
        return sent.equals(made) || (sent.isNumber() && sent.asText().equals(made.asText()))
                ? Optional.empty()
                : Optional.of(path);
    }
}
