// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.kubeconfig;

import dev.spurline.PreflightException;
import dev.spurline.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ID token of an {@code auth-provider} [oidc]. When it has ended or is refused, the issuer gives another for the refresh
 * token, and both are written back, as by kubectl: many issuers take a refresh token only once.
 */
final class OidcProvider implements Credentials {

    private static final Logger LOG = LoggerFactory.getLogger(OidcProvider.class);

    private final KubeconfigEntry user;
    private final Settings settings;
    private @Nullable String token;

    private OidcProvider(KubeconfigEntry user, Settings settings) {
        this.user = user;
        this.settings = settings;
    }

    static OidcProvider of(KubeconfigEntry user, KubeconfigEntry provider, Settings settings) {
        String name = provider.text("name").orElse("");
        if (!name.equals("oidc")) {
            throw user.wrong(
                    "its [auth-provider] is [%s], which kubectl has not known since 1.26: log in again with a present version of its program, which writes an [exec]"
                            .formatted(name));
        }
        return new OidcProvider(user, settings);
    }

    @Override
    public synchronized Optional<String> authorization() {
        String known = token;
        if (known == null || IdToken.ended(known, Instant.now())) {
            known = make("");
            token = known;
        }
        return Optional.of("Bearer " + known);
    }

    @Override
    public synchronized boolean renew(String refused) {
        if (refused.equals("Bearer " + token)) {
            token = make(String.valueOf(token));
        }
        return !refused.equals("Bearer " + token);
    }

    /** Somebody else may have made it anew: the file is the truth. */
    private String make(String refused) {
        KubeconfigEntry now = user.again().orElse(user);
        KubeconfigEntry config = now.part("auth-provider")
                .flatMap(provider -> provider.part("config"))
                .orElseThrow(() -> user.wrong("its [auth-provider] has no [config]"));
        Optional<String> written = config.text("id-token");
        if (written.isPresent() && !written.get().equals(refused) && !IdToken.ended(written.get(), Instant.now())) {
            return written.get();
        }
        String refresh = config.text("refresh-token")
                .orElseThrow(
                        () -> user.wrong("its [id-token] has ended, and there is no [refresh-token]: log in again"));
        OidcIssuer.Tokens tokens = new OidcIssuer(user, config, settings).refresh(refresh);
        write(written, refresh, tokens);
        return tokens.id();
    }

    /** Puts the new texts where the old ones stand, and leaves everything else as it is. */
    private void write(Optional<String> id, String refresh, OidcIssuer.Tokens tokens) {
        Path file = user.file();
        try {
            String old = Files.readString(file);
            String text = id.map(known -> old.replace(known, tokens.id())).orElse(old);
            String renewed =
                    tokens.refresh().map(next -> text.replace(refresh, next)).orElse(text);
            if (!renewed.equals(old)) {
                Files.writeString(file, renewed);
            }
        } catch (IOException e) {
            LOG.warn(
                    "The new login of {} could not be written back: {}. Log in again before the next run",
                    user.place(),
                    FileProblem.of(file, e));
        }
    }

    @Override
    public String title() {
        return "ID token of " + user.place();
    }

    @Override
    public String cure() {
        return "log in again";
    }

    /** Says what is wrong with an issuer. */
    static PreflightException refused(KubeconfigEntry user, String what) {
        return user.wrong("its [id-token] has ended, and %s: log in again".formatted(what));
    }
}
