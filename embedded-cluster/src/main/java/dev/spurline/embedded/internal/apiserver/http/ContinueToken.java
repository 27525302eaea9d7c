// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.spurline.embedded.internal.apiserver.status.StatusException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;

/**
 * Where the next page of a list begins.
 *
 * <p>Source: kubernetes.io/docs/reference/using-api/api-concepts/#retrieving-large-results-sets-in-chunks.
 *
 * @param revision of which the list is; -1 if its pages need not be of one
 * @param start the first key that may follow, below the prefix of the list and with a slash before it
 */
record ContinueToken(long revision, String start) {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String VERSION = "meta.k8s.io/v1";
    private static final long ANY = -1;

    /** Returns where the list goes on after an object. */
    static ContinueToken after(String key, long revision) {
        return new ContinueToken(revision, "/" + key + "\0");
    }

    static ContinueToken parse(String text) {
        byte[] json;
        try {
            json = Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw invalid("illegal base64 data at input byte 0");
        }
        try {
            return of(MAPPER.readTree(json));
        } catch (IOException e) {
            throw invalid(GoJson.complaint(json));
        }
    }

    private static ContinueToken of(JsonNode json) {
        require(json.isObject(), "json: cannot unmarshal %s into Go value of type storage.continueToken", type(json));
        JsonNode revision = json.path("rv");
        boolean whole = revision.isIntegralNumber() || revision.isMissingNode() || revision.isNull();
        require(whole, "json: cannot unmarshal %s into Go struct field continueToken.rv of type int64", type(revision));
        String version = json.path("v").asText("");
        require(version.equals(VERSION), "server does not recognize this encoded version %s", version);
        require(revision.asLong() != 0, "incorrect encoded start resourceVersion (version %s)", VERSION);
        String start = json.path("start").asText("");
        require(!start.isEmpty(), "encoded start key empty (version %s)", VERSION);
        String path = start.startsWith("/") ? start : "/" + start;
        require(isClean(path), "%s", start);
        return new ContinueToken(revision.asLong(), path);
    }

    private static String type(JsonNode json) {
        return json.getNodeType().name().toLowerCase(Locale.ROOT).replace("boolean", "bool");
    }

    /** A key that could lead out of the collection is not followed. */
    private static boolean isClean(String path) {
        return !(path + "/").contains("/../") && !(path + "/").contains("/./") && !path.contains("//");
    }

    private static void require(boolean holds, String why, String value) {
        if (!holds) {
            throw invalid(why.formatted(value));
        }
    }

    private static StatusException invalid(String why) {
        return new StatusException(400, "BadRequest", "invalid continue token: continue key is not valid: " + why);
    }

    /** Returns whether each page may show the collection as it is by then. */
    boolean isInconsistent() {
        return revision < 0;
    }

    ContinueToken inconsistent() {
        return new ContinueToken(ANY, start);
    }

    boolean admits(String key) {
        return start.compareTo("/" + key) <= 0;
    }

    String text() {
        String json = JsonNodeFactory.instance
                .objectNode()
                .put("v", VERSION)
                .put("rv", revision)
                .put("start", start)
                .toString();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }
}
