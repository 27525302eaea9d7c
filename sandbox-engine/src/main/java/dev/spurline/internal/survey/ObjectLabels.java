// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.survey;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Map;
import java.util.Objects;

/** The labels and annotations of objects, which have none of either where nobody has set one. */
public final class ObjectLabels {

    private ObjectLabels() {}

    /** Returns the labels of an object. */
    public static Map<String, String> labels(HasMetadata object) {
        return Objects.requireNonNullElse(object.getMetadata().getLabels(), Map.of());
    }

    /** Returns the annotations of an object. */
    public static Map<String, String> annotations(HasMetadata object) {
        return Objects.requireNonNullElse(object.getMetadata().getAnnotations(), Map.of());
    }
}
