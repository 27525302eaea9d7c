// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.kubeconfig;

import dev.spurline.PreflightException;
import dev.spurline.Settings;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import javax.net.ssl.X509ExtendedKeyManager;

/** What is shown to a server, kept current. Safe for use by several threads. */
public interface Credentials {

    /**
     * Returns the value of the header {@code Authorization}, made anew if it is known to be out of date.
     *
     * @return empty if there is none
     * @throws PreflightException if it cannot be made
     */
    Optional<String> authorization();

    /**
     * Makes what a server has refused anew.
     *
     * @param refused the value of the header that was refused, or an empty text
     * @return whether {@link #authorization()} has something else now
     * @throws PreflightException if it cannot be made
     */
    default boolean renew(String refused) {
        return false;
    }

    /** Returns the client certificate, as it is at each moment. */
    default Optional<X509ExtendedKeyManager> certificate() {
        return Optional.empty();
    }

    /** Returns what they are, for messages, such as {@code token of user [me] in kubeconfig [/home/me/.kube/config]}. */
    String title();

    /** Returns what a person can do when they are refused. */
    String cure();

    /**
     * Returns what a user of a kubeconfig shows. What is the stronger is as in client-go: a certificate goes along with
     * everything; a token, a name with password or a certificate of its own keeps a plugin from being run.
     *
     * @param user the user
     * @param cluster the cluster, of which a plugin may be told
     * @param settings name proxies
     * @throws PreflightException if the user cannot be used
     */
    static Credentials of(KubeconfigEntry user, KubeconfigEntry cluster, Settings settings) {
        Optional<ClientCertificate> certificate = ClientCertificate.of(user);
        Optional<Credentials> header = header(user, cluster, certificate.isPresent(), settings);
        if (certificate.isEmpty()) {
            return header.orElseGet(() -> new FixedCredentials(
                    Optional.empty(),
                    "nothing: " + nothing(user),
                    "set [user] of the context, or say in [users] what to show"));
        }
        return header.isEmpty() ? certificate.get() : new CertifiedCredentials(header.get(), certificate.get());
    }

    private static String nothing(KubeconfigEntry user) {
        return user.name().isEmpty()
                ? "the context of kubeconfig [%s] names no user".formatted(user.file())
                : user.place() + " has no credentials";
    }

    private static Optional<Credentials> header(
            KubeconfigEntry user, KubeconfigEntry cluster, boolean certified, Settings settings) {
        Optional<String> token = user.text("token");
        Optional<String> name = user.text("username");
        if (token.isPresent() && name.isPresent()) {
            throw user.wrong("it has a [token] and a [username]: keep one of them");
        }
        if (user.part("exec").isPresent() && user.part("auth-provider").isPresent()) {
            throw user.wrong("it has an [exec] and an [auth-provider]: keep one of them");
        }
        Optional<Credentials> file = user.path("tokenFile").map(path -> new TokenFile(user, path, token));
        return file.or(() -> token.map(text -> new WrittenToken(user, text.strip())))
                .or(() -> name.map(text -> password(text, user)))
                .or(() -> certified ? Optional.empty() : provided(user, cluster, settings));
    }

    private static Optional<Credentials> provided(KubeconfigEntry user, KubeconfigEntry cluster, Settings settings) {
        return user.part("exec")
                .<Credentials>map(exec -> ExecPlugin.of(user, exec, cluster))
                .or(() -> user.part("auth-provider").map(provider -> OidcProvider.of(user, provider, settings)));
    }

    private static Credentials password(String name, KubeconfigEntry user) {
        String pair = name + ":" + user.text("password").orElse("");
        String header = "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
        return new FixedCredentials(
                Optional.of(header),
                "user name and password of " + user.place(),
                "use a token, a client certificate or an [exec]: API servers take no passwords since Kubernetes 1.19");
    }
}
