// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.kubeconfig;

import dev.spurline.PreflightException;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * What proves that a server is the one that is meant.
 *
 * @param manager judges its certificate
 */
public record ServerTrust(TrustManager manager) {

    static ServerTrust of(KubeconfigEntry cluster, ServerAddress server) {
        Optional<byte[]> authority = cluster.bytes("certificate-authority");
        boolean insecure = cluster.flag("insecure-skip-tls-verify");
        if (insecure && authority.isPresent()) {
            throw cluster.wrong("it has [insecure-skip-tls-verify] and a [certificate-authority]: keep one of them");
        }
        if (insecure) {
            return new ServerTrust(new UncheckedTrustManager());
        }
        return authority
                .map(pem -> ofAuthority(pem, server, "[certificate-authority] of " + cluster.place(), cluster::wrong))
                .orElseGet(() -> new ServerTrust(new ExplainedTrustManager(
                        judge(null),
                        server,
                        "the trust store of this JVM: %s has no [certificate-authority]".formatted(cluster.place()))));
    }

    /**
     * Trusts who has a certificate of an authority.
     *
     * @param authority the certificates of the authority, as PEM
     * @param server the server
     * @param title where they are from, for messages
     * @param wrong says what is wrong with them
     */
    static ServerTrust ofAuthority(
            byte[] authority, ServerAddress server, String title, Function<String, PreflightException> wrong) {
        return new ServerTrust(new ExplainedTrustManager(judge(authority, wrong), server, title));
    }

    /** Returns who trusts the certificates of an authority. */
    static X509ExtendedTrustManager judge(byte[] authority, Function<String, PreflightException> wrong) {
        try {
            return judge(store(PemCertificates.of(authority)));
        } catch (GeneralSecurityException | IOException e) {
            throw wrong.apply("its certificate authority cannot be read: " + e.getMessage());
        }
    }

    private static KeyStore store(List<X509Certificate> certificates) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        for (int i = 0; i < certificates.size(); i++) {
            store.setCertificateEntry("authority-" + i, certificates.get(i));
        }
        return store;
    }

    private static X509ExtendedTrustManager judge(@Nullable KeyStore store) {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            return Arrays.stream(factory.getTrustManagers())
                    .filter(X509ExtendedTrustManager.class::isInstance)
                    .map(X509ExtendedTrustManager.class::cast)
                    .findFirst()
                    .orElseThrow();
        } catch (GeneralSecurityException e) {
            throw new PreflightException("the trust store of this JVM cannot be read: " + e.getMessage(), e);
        }
    }
}
