// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.kubeconfig;

import dev.spurline.PreflightException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The token in a file, which somebody else writes anew before it ends. It is read again once a minute, as by client-go, and
 * whenever the server refuses it.
 */
final class TokenFile implements Credentials {

    private static final Logger LOG = LoggerFactory.getLogger(TokenFile.class);
    private static final long PERIOD_NANOS = Duration.ofMinutes(1).toNanos();

    private final Path path;
    private final Function<String, PreflightException> wrong;
    private final String title;
    private @Nullable String token;
    private long read;

    /**
     * Reads the token of a user.
     *
     * @param fallback what counts as long as the file cannot be read
     * @throws PreflightException if it cannot be read and there is no other
     */
    TokenFile(KubeconfigEntry user, Path path, Optional<String> fallback) {
        this(path, user::wrong, "token in file [%s] of %s".formatted(path, user.place()), fallback);
    }

    /**
     * Reads the token in a file.
     *
     * @param wrong says what is wrong with the file
     * @param title what the token is, for messages
     */
    TokenFile(Path path, Function<String, PreflightException> wrong, String title, Optional<String> fallback) {
        this.path = path;
        this.wrong = wrong;
        this.title = title;
        this.token = fallback.orElse(null);
        read();
    }

    @Override
    public synchronized Optional<String> authorization() {
        if (System.nanoTime() - read > PERIOD_NANOS) {
            read();
        }
        return Optional.of("Bearer " + token);
    }

    @Override
    public synchronized boolean renew(String refused) {
        if (refused.equals("Bearer " + token)) {
            read();
        }
        return !refused.equals("Bearer " + token);
    }

    private void read() {
        read = System.nanoTime();
        try {
            String text = Files.readString(path).strip();
            if (text.isEmpty()) {
                keepLast("is empty: " + cure());
            } else {
                token = text;
            }
        } catch (IOException e) {
            keepLast(FileProblem.of(path, e));
        }
    }

    private void keepLast(String why) {
        String problem = "file [%s] of [tokenFile] %s".formatted(path, why);
        if (token == null) {
            throw wrong.apply(problem);
        }
        LOG.debug("The last token goes on: {}", problem);
    }

    @Override
    public String title() {
        return title;
    }

    @Override
    public String cure() {
        return "whoever writes this file must renew the token";
    }
}
