// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.embedded.internal.apiserver.auth.BearerTokens;
import dev.spurline.embedded.internal.apiserver.registry.ObjectRegistry;
import dev.spurline.embedded.internal.apiserver.registry.RequestTarget;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Answers TokenRequests. */
final class AccountTokens {

    private static final long AN_HOUR = 3600;

    private final ObjectRegistry registry;
    private final BearerTokens tokens;

    AccountTokens(ObjectRegistry registry, BearerTokens tokens) {
        this.registry = registry;
        this.tokens = tokens;
    }

    ServerResponse issue(ServerRequest request, RequestTarget target) {
        if (!request.method().equals("POST")) {
            throw ResourceHandler.methodNotAllowed();
        }
        JsonNode account = registry.get(target.sub("")).json().path("metadata");
        ObjectNode answer = request.object(target);
        answer.put("kind", "TokenRequest").put("apiVersion", "authentication.k8s.io/v1");
        ObjectNode metadata = answer.withObject("metadata");
        metadata.put("name", target.name()).put("namespace", target.namespace());
        metadata.put(
                "creationTimestamp",
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        ObjectNode spec = answer.withObject("spec");
        long seconds = spec.path("expirationSeconds").asLong(AN_HOUR);
        spec.put("expirationSeconds", seconds);
        ArrayNode audiences = spec.withArray("audiences");
        if (audiences.isEmpty()) {
            audiences.add("https://kubernetes.default.svc.cluster.local");
        }
        Instant expiry = Instant.now().plusSeconds(seconds).truncatedTo(ChronoUnit.SECONDS);
        String uid = account.path("uid").asText();
        answer.putObject("status")
                .put("token", tokens.issue(target.namespace(), target.name(), uid, audiences, expiry))
                .put("expirationTimestamp", expiry.toString());
        return ServerResponse.json(201, answer);
    }
}
