// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.tls;

import io.vertx.core.net.KeyCertOptions;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.operator.OperatorCreationException;

/** The certificate of the kubelet's endpoint, signed by itself: as with most kubelets, nobody checks it. */
public final class KubeletCertificate {

    private static final Duration VALIDITY = Duration.ofDays(30);

    private KubeletCertificate() {}

    /** Makes a key and a certificate for a node. */
    public static KeyCertOptions make(String node) {
        try {
            KeyPair keys = CertificateKeys.generate();
            return CertificateKeys.identity(
                    keys, new JcaX509CertificateConverter().getCertificate(certificate(node, keys)));
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new IllegalStateException("This JVM cannot make a certificate for the kubelet's endpoint", e);
        }
    }

    private static X509CertificateHolder certificate(String node, KeyPair keys) throws OperatorCreationException {
        X500Name name = new X500Name("O=system:nodes,CN=system:node:" + node);
        Instant now = Instant.now();
        return new X509v3CertificateBuilder(
                        name,
                        BigInteger.valueOf(now.toEpochMilli()),
                        Date.from(now.minus(Duration.ofDays(1))),
                        Date.from(now.plus(VALIDITY)),
                        name,
                        SubjectPublicKeyInfo.getInstance(keys.getPublic().getEncoded()))
                .build(CertificateKeys.signer(keys));
    }
}
