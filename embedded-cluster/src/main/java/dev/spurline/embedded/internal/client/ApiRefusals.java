// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.client;

import dev.spurline.cluster.internal.failure.FailureText;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;

/** Reads why the API server refused a request. */
public final class ApiRefusals {

    private ApiRefusals() {}

    /** Returns the server's own words, without what the client adds. */
    public static String message(KubernetesClientException refused) {
        String said = refused.getStatus() == null ? null : refused.getStatus().getMessage();
        return said != null ? said : FailureText.of(refused);
    }

    /** Whether there is an object of that name already. */
    public static boolean alreadyExists(KubernetesClientException refused) {
        return refused.getStatus() != null
                && "AlreadyExists".equals(refused.getStatus().getReason());
    }

    /** Whether the object is gone. */
    public static boolean notFound(KubernetesClientException refused) {
        return refused.getCode() == HttpURLConnection.HTTP_NOT_FOUND;
    }

    /** Whether the namespace is being deleted, so that nothing can be made in it. */
    public static boolean namespaceTerminating(KubernetesClientException refused) {
        return refused.getCode() == HttpURLConnection.HTTP_FORBIDDEN
                && message(refused).contains("because it is being terminated");
    }
}
