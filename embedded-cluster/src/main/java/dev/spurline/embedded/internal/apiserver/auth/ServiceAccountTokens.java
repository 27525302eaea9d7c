// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.auth;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.embedded.internal.apiserver.storage.VersionedStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Issues and checks the tokens of ServiceAccounts: signed, with an expiry, and void when the account is gone. */
final class ServiceAccountTokens {

    private static final String ISSUER = "https://kubernetes.default.svc.cluster.local";
    private static final String ALGORITHM = "HmacSHA256";
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final VersionedStore store;
    private final SecretKeySpec key;

    ServiceAccountTokens(VersionedStore store) {
        this.store = store;
        byte[] secret = new byte[32];
        new SecureRandom().nextBytes(secret);
        this.key = new SecretKeySpec(secret, ALGORITHM);
    }

    String issue(String namespace, String name, String uid, JsonNode audiences, Instant expiry) {
        ObjectNode claims = MAPPER.createObjectNode();
        claims.set("aud", audiences);
        long now = Instant.now().getEpochSecond();
        claims.put("exp", expiry.getEpochSecond())
                .put("iat", now)
                .put("nbf", now)
                .put("iss", ISSUER);
        claims.put("sub", User.serviceAccountName(namespace, name));
        ObjectNode kubernetes = claims.putObject("kubernetes.io").put("namespace", namespace);
        kubernetes.putObject("serviceaccount").put("name", name).put("uid", uid);
        ObjectNode header = MAPPER.createObjectNode().put("alg", "HS256").put("typ", "JWT");
        String signed = encode(bytes(header)) + "." + encode(bytes(claims));
        return signed + "." + encode(sign(signed));
    }

    /** Returns whose token it is; nothing if it is none of ours, has expired, or the account is gone. */
    Optional<User> user(String token) {
        int end = token.lastIndexOf('.');
        if (end < 0 || token.indexOf('.') == end) {
            return Optional.empty();
        }
        String signed = token.substring(0, end);
        try {
            byte[] signature = Base64.getUrlDecoder().decode(token.substring(end + 1));
            byte[] claims = Base64.getUrlDecoder().decode(signed.substring(signed.indexOf('.') + 1));
            return MessageDigest.isEqual(signature, sign(signed)) ? user(MAPPER.readTree(claims)) : Optional.empty();
        } catch (IllegalArgumentException | IOException e) {
            return Optional.empty();
        }
    }

    private Optional<User> user(JsonNode claims) {
        JsonNode kubernetes = claims.path("kubernetes.io");
        JsonNode account = kubernetes.path("serviceaccount");
        String key = kubernetes.path("namespace").asText() + "/"
                + account.path("name").asText();
        boolean lives = claims.path("exp").asLong() > Instant.now().getEpochSecond()
                && store.get("serviceaccounts", key)
                        .filter(stored ->
                                stored.json().path("metadata").path("uid").equals(account.path("uid")))
                        .isPresent();
        return lives
                ? Optional.of(User.authenticated(claims.path("sub").asText(), java.util.List.of()))
                : Optional.empty();
    }

    private byte[] sign(String text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(text.getBytes(StandardCharsets.US_ASCII));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] bytes(JsonNode node) {
        try {
            return MAPPER.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
