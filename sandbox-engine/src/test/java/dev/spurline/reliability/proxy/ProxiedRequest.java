// SPDX-License-Identifier: Apache-2.0
package dev.spurline.reliability.proxy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * A request to an API server.
 *
 * @param number its number among all that the proxy has seen, from 1
 * @param verb the method
 * @param target path and query
 * @param body the body, each byte a character
 */
public record ProxiedRequest(int number, String verb, String target, String body) {

    private static final Set<String> READS = Set.of("GET", "HEAD", "OPTIONS");
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Returns the body as it was sent. */
    byte[] bytes() {
        return body.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Returns the path without the query. */
    public String path() {
        return URI.create(target).getPath();
    }

    /** Returns whether it is a watch. */
    public boolean watch() {
        String query = URI.create(target).getQuery();
        return query != null && query.contains("watch=true");
    }

    /** Returns whether it opens a tunnel into a pod. */
    public boolean tunnel() {
        return path().endsWith("/portforward");
    }

    /** Returns whether it asks what would become of an object. */
    public boolean dryRun() {
        String query = URI.create(target).getQuery();
        return query != null && query.contains("dryRun=All");
    }

    /** Returns whether it changes anything in the cluster. Questions about one's own rights are posted, and change nothing. */
    public boolean write() {
        return !READS.contains(verb) && !path().startsWith("/apis/authorization.k8s.io/") && !tunnel() && !dryRun();
    }

    /** Returns the name of the object that is created, or an empty text. */
    public String created() {
        if (!verb.equals("POST") || body.isEmpty()) {
            return "";
        }
        try {
            return JSON.readTree(bytes()).at("/metadata/name").asText();
        } catch (IOException e) {
            return "";
        }
    }

    @Override
    public String toString() {
        String name = created();
        return "#%d %s %s%s".formatted(number, verb, target, name.isEmpty() ? "" : " [" + name + "]");
    }
}
