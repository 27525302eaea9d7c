// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.kubeconfig;

import dev.spurline.PreflightException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Credentials that a program prints: {@code exec} of a kubeconfig (see <a
 * href="https://kubernetes.io/docs/reference/access-authn-authz/authentication/#client-go-credential-plugins">client-go
 * credential plugins</a>). It is run when there are none yet, when those that it gave have expired by its own word, and when
 * the server refuses them.
 */
final class ExecPlugin implements Credentials {

    private static final String GROUP = "client.authentication.k8s.io/";
    private static final Set<String> VERSIONS = Set.of(GROUP + "v1", GROUP + "v1beta1");

    private final KubeconfigEntry user;
    private final PluginCommand command;
    private final String version;
    private @Nullable ExecCredential last;

    private ExecPlugin(KubeconfigEntry user, PluginCommand command, String version) {
        this.user = user;
        this.command = command;
        this.version = version;
    }

    static ExecPlugin of(KubeconfigEntry user, KubeconfigEntry exec, KubeconfigEntry cluster) {
        String version = exec.required("its [exec]", "apiVersion");
        if (!VERSIONS.contains(version)) {
            throw user.wrong("its [exec] has apiVersion [%s]: it must be %s or %s. Upgrade the program that wrote it"
                    .formatted(version, GROUP + "v1", GROUP + "v1beta1"));
        }
        refuseTerminal(user, exec.text("interactiveMode").orElse("IfAvailable"));
        String info = ExecInfo.of(version, exec.flag("provideClusterInfo") ? Optional.of(cluster) : Optional.empty());
        return new ExecPlugin(user, PluginCommand.of(user, exec, info), version);
    }

    /** Tests have no terminal, and a person who could type into it. */
    private static void refuseTerminal(KubeconfigEntry user, String mode) {
        switch (mode) {
            case "Never", "IfAvailable" -> {}
            case "Always" ->
                throw user.wrong(
                        "its [exec] has interactiveMode [Always], and tests have no terminal: set IfAvailable or Never if its program can do without, or use other credentials");
            default ->
                throw user.wrong(
                        "its [exec] has interactiveMode [%s]: it must be Never, IfAvailable or Always".formatted(mode));
        }
    }

    @Override
    public synchronized Optional<String> authorization() {
        return current().token().map(token -> "Bearer " + token);
    }

    private synchronized ExecCredential current() {
        ExecCredential known = last;
        if (known != null && !known.expired(Instant.now())) {
            return known;
        }
        ExecCredential made = run();
        last = made;
        return made;
    }

    private ExecCredential run() {
        PluginProcess process = command.run();
        try {
            return ExecCredential.parse(process.output(), version);
        } catch (PreflightException e) {
            String said = process.errors().isBlank() ? "" : ", and said: " + PluginWords.of(process.errors());
            throw command.wrong(e.getMessage() + said);
        }
    }

    @Override
    public synchronized boolean renew(String refused) {
        ExecCredential known = last;
        if (known != null && !refused.equals(header(known))) {
            return true;
        }
        ExecCredential made = run();
        last = made;
        return !refused.equals(header(made));
    }

    private static String header(ExecCredential credential) {
        return credential.token().map(token -> "Bearer " + token).orElse("");
    }

    @Override
    public synchronized Optional<X509ExtendedKeyManager> certificate() {
        return current().material().isPresent()
                ? Optional.of(new RotatingKeyManager(
                        () -> current().material().orElseThrow().manager()))
                : Optional.empty();
    }

    @Override
    public String title() {
        return "what the program of [exec] printed for %s (%s)".formatted(user.place(), command.title());
    }

    @Override
    public String cure() {
        return "log in again with the program that [exec] runs";
    }
}
