// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.kubeconfig;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * A client certificate with its key.
 *
 * @param manager hands them to TLS
 * @param certificate the certificate itself, without those that issued it
 */
record KeyMaterial(X509ExtendedKeyManager manager, X509Certificate certificate) {

    private static final char[] NO_SECRET = "in memory".toCharArray();

    /**
     * Reads both.
     *
     * @param certificate the certificates, as PEM
     * @param key the key, as PEM
     * @throws GeneralSecurityException if they cannot be read
     */
    static KeyMaterial of(byte[] certificate, byte[] key) throws GeneralSecurityException {
        List<X509Certificate> chain = PemCertificates.of(certificate);
        X509Certificate own = chain.get(0);
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry(
                    "client", PemKey.of(key, own.getPublicKey()), NO_SECRET, chain.toArray(new X509Certificate[0]));
            return new KeyMaterial(manager(store), own);
        } catch (IOException | IllegalArgumentException e) {
            throw new GeneralSecurityException(e.getMessage(), e);
        }
    }

    private static X509ExtendedKeyManager manager(KeyStore store) throws GeneralSecurityException {
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, NO_SECRET);
        return Arrays.stream(factory.getKeyManagers())
                .filter(X509ExtendedKeyManager.class::isInstance)
                .map(X509ExtendedKeyManager.class::cast)
                .findFirst()
                .orElseThrow(() -> new GeneralSecurityException("this JVM has no manager of X.509 keys"));
    }
}
