// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.work;

import dev.spurline.cluster.internal.failure.FailureText;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a person shall read of a failure: of a refusal the request and the server's words, without the object they came in. */
public final class ErrorMessage {

    /** As the Kubernetes client words it, which adds the whole Status at the end. */
    private static final Pattern REFUSAL = Pattern.compile(
            "Failure executing: (\\w+) at: (\\S+)\\. (?:Message: )?(.*?)\\.? *(?:Received status: Status\\(.*)?",
            Pattern.DOTALL);

    private ErrorMessage() {}

    /** Returns the message of a failure. */
    public static String of(Throwable failure) {
        String message = FailureText.of(failure);
        Matcher refusal = REFUSAL.matcher(message);
        return failure instanceof KubernetesClientException answer && answer.getCode() > 0 && refusal.matches()
                ? "%s %s answered [%d]: %s"
                        .formatted(refusal.group(1), refusal.group(2), answer.getCode(), refusal.group(3))
                : message;
    }
}
