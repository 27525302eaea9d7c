// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.compare;

import dev.spurline.cluster.internal.failure.FailureText;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;

/** What can be sent as a request, checked where somebody has written it. */
public final class RequestSyntax {

    private static final URI SOMEWHERE = URI.create("http://localhost/");

    private RequestSyntax() {}

    /**
     * Checks a method.
     *
     * @throws IllegalArgumentException if no request can have it
     */
    public static void checkMethod(String method) {
        check(
                "Method [%s]".formatted(method),
                () -> HttpRequest.newBuilder(SOMEWHERE).method(method, BodyPublishers.noBody()));
    }

    /**
     * Checks a header.
     *
     * @throws IllegalArgumentException if no request can have it, or clients set it by themselves
     */
    public static void checkHeader(String name, String value) {
        check(
                "Header [%s]".formatted(name),
                () -> HttpRequest.newBuilder(SOMEWHERE).header(name, value));
    }

    private static void check(String what, Runnable making) {
        try {
            making.run();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("%s cannot be sent: %s".formatted(what, FailureText.of(e)), e);
        }
    }

    /**
     * Checks a path, which may have a query.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static void checkPath(String path) {
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException(
                    "Path [%s] does not begin with [/]: the Service is named beside it, and where it is reached is the sandbox's to know"
                            .formatted(path));
        }
        if (path.indexOf('#') >= 0) {
            throw new IllegalArgumentException(
                    "Path [%s] has a fragment, which is never sent: leave out what stands behind [#], or write [%%23]"
                            .formatted(path));
        }
        try {
            new URI("http://localhost" + path);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(
                    "Path [%s] cannot be sent: %s; write such characters as [%%20]".formatted(path, e.getReason()), e);
        }
    }
}
