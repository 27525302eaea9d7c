// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.http;

import dev.spurline.cluster.AuditEvent;
import dev.spurline.embedded.internal.apiserver.auth.BearerTokens;
import dev.spurline.embedded.internal.apiserver.auth.Impersonation;
import dev.spurline.embedded.internal.apiserver.auth.RbacAuthorizer;
import dev.spurline.embedded.internal.apiserver.auth.RequestAttributes;
import dev.spurline.embedded.internal.apiserver.auth.User;
import dev.spurline.embedded.internal.apiserver.registry.RequestTarget;
import dev.spurline.embedded.internal.apiserver.status.StatusException;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Lets requests in: from here, by whom, and allowed to do what they ask for. */
final class AccessControl {

    private static final Set<String> OWN_NAMES = Set.of("127.0.0.1", "localhost", "[::1]", "kubernetes.default.svc");

    private final BearerTokens tokens;
    private final RbacAuthorizer rbac;
    private final Impersonation impersonation;

    AccessControl(BearerTokens tokens, RbacAuthorizer rbac) {
        this.tokens = tokens;
        this.rbac = rbac;
        this.impersonation = new Impersonation(rbac);
    }

    /**
     * Returns who sends a request; a browser that was lured here is turned away. It has no token: who shows one may have come
     * through a proxy or a tunnel, by whatever name.
     */
    User user(HttpServerRequest http) {
        User real = tokens.user(http.getHeader("Authorization"));
        // HTTP/2 has no Host header: the authority stands for both.
        String host = String.valueOf(http.authority());
        if (real.equals(User.ANONYMOUS)) {
            requireOwn("Host", host);
        }
        String origin = http.getHeader("Origin");
        String from = origin == null ? host : origin.replaceFirst("^(?:https?|wss?)://", "");
        if (!from.equals(host)) {
            requireOwn("Origin", from);
        }
        String user = Optional.ofNullable(http.getHeader("Impersonate-User")).orElse("");
        List<String> groups = http.headers().getAll("Impersonate-Group");
        return impersonation.act(real, user, groups);
    }

    private static void requireOwn(String header, String value) {
        int colon = value.lastIndexOf(':');
        boolean port = colon >= 0 && value.substring(colon + 1).chars().allMatch(Character::isDigit);
        String host = port ? value.substring(0, colon) : value;
        if (!OWN_NAMES.contains(host)) {
            String why = "the embedded cluster answers requests for loopback only: %s [%s] is foreign"
                    .formatted(header, value);
            throw new StatusException(403, "Forbidden", why).about("", "", "");
        }
    }

    /** Lets a request pass that is about a resource. */
    void requireAllowed(ServerRequest request, ApiPath path) {
        RequestAttributes asked = attributes(request, path);
        if (!rbac.decide(asked).allowed()) {
            throw asked.refusal();
        }
    }

    /** Lets a request pass that is about anything else. */
    void requireAllowed(ServerRequest request, String path) {
        RequestAttributes asked =
                RequestAttributes.path(request.user(), request.method().toLowerCase(Locale.ROOT), path);
        if (!rbac.decide(asked).allowed()) {
            throw asked.refusal();
        }
    }

    /** A GET that becomes a stream into a pod does more than read: since 1.35 that takes the right to create, too. */
    void requireUpgradeAllowed(ServerRequest request, RequestTarget target) {
        RequestAttributes create = new RequestAttributes(
                request.user(),
                "create",
                target.kind().group(),
                target.kind().resource(),
                target.subresource(),
                target.namespace(),
                target.name(),
                "");
        if (!rbac.decide(create).allowed()) {
            String why = "%s \"%s\" is forbidden: ".formatted(create.resource(), create.name());
            throw new StatusException(403, "Forbidden", why).about(create.name(), create.group(), create.resource());
        }
    }

    /** Describes a request for an audit log. */
    static AuditEvent event(ServerRequest request, String path, int code) {
        RequestAttributes asked = ApiPath.parse(path)
                .filter(parsed -> !parsed.resource().isEmpty())
                .map(parsed -> attributes(request, parsed))
                .orElseGet(() ->
                        RequestAttributes.path(request.user(), request.method().toLowerCase(Locale.ROOT), path));
        return new AuditEvent(
                asked.user().name(),
                asked.verb(),
                asked.group(),
                asked.ruleResource(),
                asked.namespace(),
                asked.name(),
                path,
                request.parameter("dryRun").isPresent(),
                code);
    }

    private static RequestAttributes attributes(ServerRequest request, ApiPath path) {
        boolean aNamespace =
                path.resource().equals("namespaces") && path.group().isEmpty();
        return new RequestAttributes(
                request.user(),
                verb(request, path),
                path.group(),
                path.resource(),
                path.subresource(),
                aNamespace ? path.name() : path.namespace(),
                path.name().isEmpty() ? namedByField(request) : path.name(),
                "");
    }

    /** A rule with resourceNames also allows to list or watch exactly that name. */
    private static String namedByField(ServerRequest request) {
        return request.parameter("fieldSelector")
                .filter(selector -> selector.matches("metadata\\.name==?[^,!=]+"))
                .map(selector -> selector.substring(selector.lastIndexOf('=') + 1))
                .orElse("");
    }

    private static String verb(ServerRequest request, ApiPath path) {
        boolean collection = path.name().isEmpty();
        return switch (request.method()) {
            case "GET", "HEAD" -> read(request, collection);
            case "POST" -> "create";
            case "PUT" -> "update";
            case "DELETE" -> collection ? "deletecollection" : "delete";
            default -> request.method().toLowerCase(Locale.ROOT);
        };
    }

    private static String read(ServerRequest request, boolean collection) {
        if (request.flag("watch")) {
            return "watch";
        }
        return collection ? "list" : "get";
    }
}
