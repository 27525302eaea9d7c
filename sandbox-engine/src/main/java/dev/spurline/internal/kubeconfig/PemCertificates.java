// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.kubeconfig;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads certificates, whatever stands between them. */
final class PemCertificates {

    private static final Pattern CERTIFICATE =
            Pattern.compile("-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----", Pattern.DOTALL);

    private PemCertificates() {}

    /**
     * Reads at least one certificate.
     *
     * @throws CertificateException if there is none, or one cannot be read
     */
    static List<X509Certificate> of(byte[] pem) throws CertificateException {
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        List<X509Certificate> certificates = new ArrayList<>();
        Matcher found = CERTIFICATE.matcher(new String(pem, StandardCharsets.ISO_8859_1));
        while (found.find()) {
            byte[] one = found.group().getBytes(StandardCharsets.ISO_8859_1);
            certificates.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(one)));
        }
        if (certificates.isEmpty()) {
            throw new CertificateException("there is no certificate in it (PEM, BEGIN CERTIFICATE)");
        }
        return certificates;
    }
}
