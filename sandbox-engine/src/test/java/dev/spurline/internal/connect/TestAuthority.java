// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.connect;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Date;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate authority that signs what it is asked to. */
final class TestAuthority {

    private final String name;
    private final Signed own;
    private int serial = 1;

    TestAuthority(String name) throws Exception {
        this.name = name;
        KeyPair keys = keys("RSA");
        this.own = new Signed(keys.getPrivate(), sign(keys, name, keys.getPrivate(), 0, 1, true));
    }

    /**
     * A key and its certificate.
     *
     * @param key the key
     * @param certificate the certificate
     */
    record Signed(PrivateKey key, X509Certificate certificate) {

        String certificatePem() throws IOException {
            return pem(certificate);
        }

        /** Returns the key in the old form that says its algorithm, as minikube and kubeadm write it. */
        String keyPem() throws IOException {
            return pem(key);
        }

        /** Returns the key as PKCS#8. */
        String keyPkcs8() {
            return "-----BEGIN PRIVATE KEY-----\n%s\n-----END PRIVATE KEY-----\n"
                    .formatted(Base64.getMimeEncoder().encodeToString(key.getEncoded()));
        }

        private static String pem(Object object) throws IOException {
            StringWriter text = new StringWriter();
            try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
                writer.writeObject(object);
            }
            return text.toString();
        }
    }

    static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns its own certificate. */
    String pem() throws IOException {
        return own.certificatePem();
    }

    /** Returns its own certificate, as Base64 of PEM. */
    String data() throws IOException {
        return base64(own.certificatePem());
    }

    /** Signs a certificate of today. */
    Signed sign(String algorithm, String subject, String... hosts) throws Exception {
        return sign(algorithm, subject, -1, 1, hosts);
    }

    /** Signs a certificate that is valid from one day to another, as seen from today. */
    Signed sign(String algorithm, String subject, int from, int to, String... hosts) throws Exception {
        KeyPair keys = keys(algorithm);
        return new Signed(keys.getPrivate(), sign(keys, subject, own.key(), from, to, false, hosts));
    }

    private static KeyPair keys(String algorithm) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        generator.initialize(algorithm.equals("EC") ? 256 : 2048);
        return generator.generateKeyPair();
    }

    private X509Certificate sign(
            KeyPair keys, String subject, PrivateKey issuer, int from, int to, boolean authority, String... hosts)
            throws GeneralSecurityException, OperatorCreationException, IOException {
        Instant today = Instant.now().truncatedTo(ChronoUnit.DAYS);
        X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                new X500Name("CN=" + name),
                BigInteger.valueOf(serial++),
                Date.from(today.plus(from, ChronoUnit.DAYS)),
                Date.from(today.plus(to, ChronoUnit.DAYS)),
                new X500Name("CN=" + subject),
                keys.getPublic());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
        if (hosts.length > 0) {
            GeneralName[] names = Stream.of(hosts)
                    .map(host -> new GeneralName(
                            host.matches("[0-9.]+") ? GeneralName.iPAddress : GeneralName.dNSName, host))
                    .toArray(GeneralName[]::new);
            builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
        }
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withRSA").build(issuer)));
    }

    /** Returns what a server needs that shows a certificate, and asks for those that this authority has signed. */
    SSLContext server(Signed identity) throws Exception {
        char[] secret = "x".toCharArray();
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("server", identity.key(), secret, new X509Certificate[] {identity.certificate()});
        store.setCertificateEntry("authority", own.certificate());
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, secret);
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }
}
