// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.survey;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Comparator;
import java.util.Objects;

/** Which of several objects is the older one. */
public final class ObjectAge {

    /** As Istio takes them one after the other: configCompareByCreationTime in pilot/pkg/model/config.go. */
    public static final Comparator<HasMetadata> ISTIO = Comparator.comparing(ObjectAge::created)
            .thenComparing(object -> object.getMetadata().getName())
            .thenComparing(object -> object.getMetadata().getNamespace());

    private ObjectAge() {}

    /** Returns when an object was made, to the second: later moments are greater. One that is not made yet is the oldest. */
    public static String created(HasMetadata object) {
        return Objects.requireNonNullElse(object.getMetadata().getCreationTimestamp(), "");
    }
}
