// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.tls;

import io.vertx.core.net.KeyCertOptions;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;

/**
 * A certificate for loopback with the authority that signed it, made in memory.
 *
 * @param authority the certificate of the authority, in PEM form
 * @param identity what the server shows
 */
public record ServerCertificate(String authority, KeyCertOptions identity) {

    private static final X500Name AUTHORITY = new X500Name("CN=spurline-embedded-ca");
    private static final X500Name SERVER = new X500Name("CN=spurline-embedded-apiserver");

    /** Makes an authority and a certificate, both with elliptic curve keys and valid for ten years. */
    public static ServerCertificate create() {
        try {
            KeyPair authority = CertificateKeys.generate();
            KeyPair server = CertificateKeys.generate();
            ContentSigner signer = CertificateKeys.signer(authority);
            X509CertificateHolder certificate = serverBuilder(server).build(signer);
            return new ServerCertificate(
                    pem(authorityBuilder(authority).build(signer)),
                    CertificateKeys.identity(server, new JcaX509CertificateConverter().getCertificate(certificate)));
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new IllegalStateException("The API server could not make its certificate", e);
        }
    }

    private static X509v3CertificateBuilder authorityBuilder(KeyPair keys) throws IOException {
        return builder(AUTHORITY, keys)
                .addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
                .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.digitalSignature));
    }

    private static X509v3CertificateBuilder serverBuilder(KeyPair keys) throws IOException {
        GeneralNames names = new GeneralNames(new GeneralName[] {
            new GeneralName(GeneralName.iPAddress, "127.0.0.1"),
            new GeneralName(GeneralName.iPAddress, "::1"),
            new GeneralName(GeneralName.dNSName, "localhost"),
            new GeneralName(GeneralName.dNSName, "kubernetes.default.svc")
        });
        return builder(SERVER, keys)
                .addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth))
                .addExtension(Extension.subjectAlternativeName, false, names);
    }

    private static X509v3CertificateBuilder builder(X500Name subject, KeyPair keys) {
        Instant now = Instant.now();
        return new JcaX509v3CertificateBuilder(
                AUTHORITY,
                new BigInteger(120, new SecureRandom()),
                Date.from(now.minus(Duration.ofHours(1))),
                Date.from(now.plus(Duration.ofDays(3650))),
                subject,
                keys.getPublic());
    }

    private static String pem(X509CertificateHolder certificate) throws IOException {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(certificate);
        }
        return text.toString();
    }
}
