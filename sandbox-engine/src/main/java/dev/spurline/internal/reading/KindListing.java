// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.reading;

import dev.spurline.cluster.internal.failure.FailureText;
import dev.spurline.internal.survey.Survey;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Optional;

/**
 * What was listed of a kind, and whether some of it could not be read.
 *
 * @param objects the objects
 * @param unread what is missing
 */
record KindListing(List<? extends HasMetadata> objects, Optional<Survey.Unread> unread) {

    private static final int NOT_FOUND = 404;

    static KindListing of(List<? extends HasMetadata> objects) {
        return new KindListing(objects, Optional.empty());
    }

    static KindListing notGranted(String kind, String namespace) {
        return new KindListing(List.of(), Optional.of(new Survey.Unread(kind, namespace, Survey.Unread.NOT_GRANTED)));
    }

    static KindListing unread(String kind, String namespace, KubernetesClientException e) {
        return e.getCode() == NOT_FOUND
                ? of(List.of())
                : new KindListing(
                        List.of(), Optional.of(new Survey.Unread(kind, namespace, e.getCode() + " " + reason(e))));
    }

    /** Returns the server's word for why a list failed. */
    static String reason(KubernetesClientException e) {
        return e.getStatus() == null || e.getStatus().getReason() == null
                ? FailureText.of(e)
                : e.getStatus().getReason();
    }
}
