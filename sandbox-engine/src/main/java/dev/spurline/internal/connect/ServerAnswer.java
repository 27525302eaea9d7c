// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.connect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.spurline.internal.kubeconfig.ApiServerAccess;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a server has answered to the question for its version.
 *
 * @param code the status
 * @param location where it sends the client, or an empty text
 * @param body what it said
 */
record ServerAnswer(int code, String location, String body) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern TITLE =
            Pattern.compile("<title[^>]*>(.*?)</title>", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Pattern BLANK = Pattern.compile("\\s+");
    private static final int LONGEST = 200;

    /** Less is the time that an answer takes, and the fractions that its date leaves out. */
    private static final Duration SKEW = Duration.ofSeconds(30);

    static ServerAnswer of(HttpResponse<String> response) {
        String location = response.header("Location");
        String body = response.body();
        return new ServerAnswer(response.code(), location == null ? "" : location, body == null ? "" : body);
    }

    /** Returns the version, if this is the answer of an API server. */
    Optional<String> version() {
        return Optional.of(json().path("gitVersion").asText("")).filter(text -> code == 200 && !text.isEmpty());
    }

    private JsonNode json() {
        try {
            return JSON.readTree(body);
        } catch (IOException e) {
            return JSON.missingNode();
        }
    }

    /**
     * Says what is wrong with the answer.
     *
     * @param access how the server was asked
     * @param clock the server's time
     */
    ServerProblem problem(ApiServerAccess access, Instant clock) {
        if (code == 401) {
            return new ServerProblem(
                    "does not accept [%s]%s".formatted(access.credentials().title(), skew(clock)),
                    access.credentials().cure(),
                    true);
        }
        if (!location.isEmpty() || webPage()) {
            return new ServerProblem(
                    "answers with %s, as a login page or a gateway does and no API server".formatted(page()),
                    "log in, check the VPN, and that [server] is the address of the API server",
                    true);
        }
        return code == 403 ? forbidden(access) : otherwise();
    }

    /** Says that a server does not know who shows no token. */
    ServerProblem stranger(ApiServerAccess access) {
        return new ServerProblem(
                "does not know the user by [%s]: %s"
                        .formatted(access.credentials().title(), words()),
                access.credentials().cure(),
                true);
    }

    private ServerProblem forbidden(ApiServerAccess access) {
        return new ServerProblem(
                "refuses [%s] with [403]: %s".formatted(access.credentials().title(), words()),
                words().contains("cannot impersonate")
                        ? "ask for the right to impersonate, or leave [as] and what belongs to it out of the kubeconfig"
                        : "ask for the right to read /version, which every user has by the ClusterRole [system:discovery]",
                true);
    }

    private ServerProblem otherwise() {
        if (words().contains("HTTP request to an HTTPS server")) {
            return new ServerProblem("speaks TLS only", "set [server] to https://", true);
        }
        return new ServerProblem(
                "answers [%d] to GET /version: %s".formatted(code, words()),
                "check that it runs and that [server] is right, or choose another with spurline.context",
                code < 500);
    }

    /** A token that is not valid yet, or no more, by one of two clocks. */
    private static String skew(Instant clock) {
        Duration ahead = Duration.between(clock, Instant.now());
        return ahead.abs().compareTo(SKEW) < 0
                ? ""
                : "; the clock of this machine is %d s %s the server's"
                        .formatted(ahead.abs().toSeconds(), ahead.isNegative() ? "behind" : "ahead of");
    }

    private boolean webPage() {
        String start = body.stripLeading();
        return start.regionMatches(true, 0, "<!doctype html", 0, 14) || start.regionMatches(true, 0, "<html", 0, 5);
    }

    private String page() {
        if (!location.isEmpty()) {
            return "a redirect to [%s]".formatted(withoutQuery(location));
        }
        Matcher title = TITLE.matcher(body);
        return title.find() ? "the web page [%s]".formatted(line(title.group(1))) : "a web page";
    }

    /** A query may hold a secret, and says nothing to people. */
    private static String withoutQuery(String location) {
        int query = location.indexOf('?');
        return query < 0 ? location : location.substring(0, query);
    }

    /** The server's own words: the message of a Status, or the start of a text. */
    private String words() {
        String message = json().path("message").asText("");
        String text = line(message.isEmpty() ? body : message);
        return text.isEmpty() ? "without a word" : text;
    }

    private static String line(String text) {
        String line = BLANK.matcher(text).replaceAll(" ").strip();
        return line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line;
    }
}
