// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.kubeconfig;

import java.util.Optional;

/** The token that a kubeconfig itself holds. When it is refused, the file is read again: a login may have written another. */
final class WrittenToken implements Credentials {

    private final KubeconfigEntry user;
    private String token;

    WrittenToken(KubeconfigEntry user, String token) {
        this.user = user;
        this.token = token;
    }

    @Override
    public synchronized Optional<String> authorization() {
        return Optional.of("Bearer " + token);
    }

    @Override
    public synchronized boolean renew(String refused) {
        if (refused.equals("Bearer " + token)) {
            user.again().flatMap(now -> now.text("token")).ifPresent(text -> token = text.strip());
        }
        return !refused.equals("Bearer " + token);
    }

    @Override
    public String title() {
        return "token of " + user.place();
    }

    @Override
    public String cure() {
        return "log in again";
    }
}
