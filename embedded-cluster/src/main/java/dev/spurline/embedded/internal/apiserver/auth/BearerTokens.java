// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.auth;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spurline.embedded.internal.apiserver.status.StatusException;
import dev.spurline.embedded.internal.apiserver.storage.VersionedStore;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Knows the bearer tokens: the administrator's, and those of ServiceAccounts. */
public final class BearerTokens {

    private static final String SCHEME = "Bearer ";

    private final String admin;
    private final ServiceAccountTokens accounts;

    /** Makes the administrator's token. */
    public BearerTokens(VersionedStore store) {
        byte[] bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        admin = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        accounts = new ServiceAccountTokens(store);
    }

    /** Returns the token of the administrator. */
    public String admin() {
        return admin;
    }

    /** Issues a token for a ServiceAccount. */
    public String issue(String namespace, String name, String uid, JsonNode audiences, Instant expiry) {
        return accounts.issue(namespace, name, uid, audiences, expiry);
    }

    /** Returns whose token it is, if it is valid. */
    public Optional<User> owner(String token) {
        boolean ours = MessageDigest.isEqual(bytes(token), bytes(admin));
        return ours ? Optional.of(User.ADMIN) : accounts.user(token);
    }

    private static byte[] bytes(String token) {
        return token.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Returns whose credentials a request carries.
     *
     * @param authorization the header of that name
     * @throws StatusException with code 401 if they are wrong
     */
    public User user(@Nullable String authorization) {
        if (authorization == null || !authorization.startsWith(SCHEME)) {
            return User.ANONYMOUS;
        }
        return owner(authorization.substring(SCHEME.length()).strip())
                .orElseThrow(() -> new StatusException(401, "Unauthorized", "Unauthorized"));
    }
}
