// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.kubeconfig;

import io.fabric8.kubernetes.client.internal.SSLUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * A client certificate with its key.
 *
 * @param manager hands them to TLS
 * @param certificate the certificate itself, without those that issued it
 */
record KeyMaterial(X509ExtendedKeyManager manager, X509Certificate certificate) {

    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "Ed25519");

    /**
     * Reads both.
     *
     * @param certificate the certificates, as PEM
     * @param key the key, as PEM
     * @throws GeneralSecurityException if they cannot be read
     */
    static KeyMaterial of(byte[] certificate, byte[] key) throws GeneralSecurityException {
        X509Certificate own = PemCertificates.of(certificate).get(0);
        String text = new String(key, StandardCharsets.ISO_8859_1);
        if (!text.contains("-----BEGIN ")) {
            throw new GeneralSecurityException("the key is not PEM");
        }
        if (text.contains("ENCRYPTED")) {
            throw new GeneralSecurityException("the key is encrypted, which kubeconfigs do not support: decrypt it");
        }
        return new KeyMaterial(manager(certificate, key), own);
    }

    /** PKCS#8 does not say in its first line of which algorithm the key is. */
    private static X509ExtendedKeyManager manager(byte[] certificate, byte[] key) throws GeneralSecurityException {
        for (String algorithm : ALGORITHMS) {
            try {
                return extended(SSLUtils.keyManagers(
                        new ByteArrayInputStream(certificate),
                        new ByteArrayInputStream(key),
                        algorithm,
                        "",
                        null,
                        null));
            } catch (GeneralSecurityException | IOException | RuntimeException e) {
                // The next algorithm, then.
            }
        }
        throw new GeneralSecurityException("the key is of none of the algorithms " + ALGORITHMS);
    }

    private static X509ExtendedKeyManager extended(KeyManager[] managers) throws GeneralSecurityException {
        return Arrays.stream(managers)
                .filter(X509ExtendedKeyManager.class::isInstance)
                .map(X509ExtendedKeyManager.class::cast)
                .findFirst()
                .orElseThrow(() -> new GeneralSecurityException("this JVM has no manager of X.509 keys"));
    }
}
