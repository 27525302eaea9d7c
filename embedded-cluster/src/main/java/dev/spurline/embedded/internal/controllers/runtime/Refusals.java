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
package dev.spurline.embedded.internal.controllers.runtime;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;

/** Reads why the API server refused a request. */
public final class Refusals {

    private Refusals() {}

    /** Returns the server's own words, without what the client adds. */
    public static String message(KubernetesClientException refused) {
        String said = refused.getStatus() == null ? null : refused.getStatus().getMessage();
        return said != null ? said : String.valueOf(refused.getMessage());
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
