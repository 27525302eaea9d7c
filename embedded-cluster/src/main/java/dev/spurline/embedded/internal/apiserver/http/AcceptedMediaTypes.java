// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.http;

import dev.spurline.embedded.internal.apiserver.status.StatusException;
import io.vertx.core.http.HttpServerRequest;
import java.util.Arrays;
import java.util.Set;

/** The media types that a client accepts. */
final class AcceptedMediaTypes {

    private static final Set<String> OFFERED =
            Set.of("*/*", "application/*", "application/json", "application/yaml", ProtobufReader.TYPE);

    private AcceptedMediaTypes() {}

    /**
     * Refuses a request for an object in a form in which no API server answers.
     *
     * @throws StatusException with code 406
     */
    static void require(HttpServerRequest http) {
        String header = http.getHeader("Accept");
        boolean api = http.path().startsWith("/api/v1/") || http.path().startsWith("/apis/");
        if (!api || header == null || header.isBlank()) {
            return;
        }
        boolean served = Arrays.stream(header.split(",", -1))
                .map(type -> type.split(";", 2)[0].strip())
                .anyMatch(OFFERED::contains);
        if (!served) {
            throw new StatusException(
                            406,
                            "NotAcceptable",
                            "406: Not Acceptable\n\nAvailable representations: application/json, application/yaml,"
                                    + " application/vnd.kubernetes.protobuf")
                    .about("", "", "");
        }
    }
}
