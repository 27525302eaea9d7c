// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.http;

import dev.spurline.embedded.internal.apiserver.status.StatusException;

/**
 * Reads the parameter {@code resourceVersion}.
 *
 * <p>Source: kubernetes.io/docs/reference/using-api/api-concepts/#resource-versions.
 */
final class ResourceVersion {

    private ResourceVersion() {}

    /** Returns the version asked for, for a single object or a watch; 0 if any will do. */
    static long of(ServerRequest request) {
        return of(request, false);
    }

    /** Returns the version of a list asked for; 0 if any will do. */
    static long ofList(ServerRequest request) {
        return of(request, true);
    }

    private static long of(ServerRequest request, boolean list) {
        String text = request.parameter("resourceVersion").orElse("0");
        try {
            return Long.parseUnsignedLong(text);
        } catch (NumberFormatException e) {
            String why = "resourceVersion: Invalid value: \"%s\": strconv.ParseUint: parsing \"%s\": invalid syntax"
                    .formatted(text, text);
            throw list
                    ? new StatusException(400, "BadRequest", "invalid resource version: " + why)
                    : new StatusException(500, "", why);
        }
    }

    /** Refuses a version that lies in the future. */
    static void requireReached(long version, long current) {
        if (version > current) {
            throw new StatusException(
                            504,
                            "Timeout",
                            "Timeout: Too large resource version: %d, current: %d".formatted(version, current))
                    .because(java.util.List.of(new StatusException.StatusCause(
                            "ResourceVersionTooLarge", "Too large resource version", "")))
                    .retryAfter(1);
        }
    }
}
