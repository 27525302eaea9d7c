/*
 * Copyright 2026 the Spurline authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package dev.spurline.embedded.internal.apiserver.auth;

import dev.spurline.embedded.internal.apiserver.status.StatusException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Knows the bearer tokens. */
public final class Tokens {

    private static final String SCHEME = "Bearer ";

    private final SecureRandom random = new SecureRandom();
    private final Map<String, User> users = new ConcurrentHashMap<>();
    private final String admin = issue(User.ADMIN);

    /** Returns the token of the administrator. */
    public String admin() {
        return admin;
    }

    private String issue(User user) {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        users.put(token, user);
        return token;
    }

    /**
     * Returns whose credentials a request carries.
     *
     * @param authorization the header of that name
     * @throws StatusException with code 401 if they are wrong
     */
    public User user(@Nullable String authorization) {
        if (authorization == null) {
            return User.ANONYMOUS;
        }
        User user = authorization.startsWith(SCHEME)
                ? users.get(authorization.substring(SCHEME.length()).strip())
                : null;
        if (user == null) {
            throw new StatusException(401, "Unauthorized", "Unauthorized");
        }
        return user;
    }
}
