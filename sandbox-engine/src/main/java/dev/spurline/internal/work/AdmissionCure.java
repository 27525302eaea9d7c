// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.work;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Locale;
import java.util.Set;

/** What helps against a refusal by admission. */
public final class AdmissionCure {

    /** What webhooks and policies answer, unless they choose another code; the authorizer answers 403, too. */
    private static final Set<Integer> REFUSED = Set.of(400, 403, 422);

    private static final String INVALID = "invalid value";

    private AdmissionCure() {}

    /** Returns the part of a sentence that names the setting which a refusal asks for; empty if it asks for none. */
    public static String of(KubernetesClientException refusal) {
        String message = ErrorMessage.of(refusal).toLowerCase(Locale.ROOT);
        if (!REFUSED.contains(refusal.getCode()) || message.contains(INVALID)) {
            return "";
        }
        if (message.contains("annotation")) {
            return ". What a policy asks for is put on everything that is made with spurline.annotations=name=value, and labels with spurline.labels";
        }
        return message.contains("label")
                ? ". What a policy asks for is put on everything that is made with spurline.labels=name=value"
                : "";
    }
}
