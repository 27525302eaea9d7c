// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.kubeconfig;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a private key: PKCS#8, or the older forms that say its algorithm in their first line (PKCS#1 and SEC 1), which
 * kubeadm and minikube write.
 */
final class PemKey {

    private static final Pattern KEY =
            Pattern.compile("-----BEGIN (RSA |EC |)PRIVATE KEY-----(.*?)-----END ", Pattern.DOTALL);

    private static final int SEQUENCE = 0x30;
    private static final int OCTETS = 0x04;
    private static final byte[] VERSION = {0x02, 0x01, 0x00};

    private PemKey() {}

    /**
     * Reads the key of a certificate.
     *
     * @param pem the key
     * @param owner the key of the certificate: it says the algorithm, with the curve of an elliptic one
     * @throws GeneralSecurityException if it cannot be read
     */
    static PrivateKey of(byte[] pem, PublicKey owner) throws GeneralSecurityException {
        String text = new String(pem, StandardCharsets.ISO_8859_1);
        Matcher found = KEY.matcher(text);
        if (text.contains("ENCRYPTED")) {
            throw new GeneralSecurityException("the key is encrypted, which kubeconfigs do not support: decrypt it");
        }
        if (!found.find()) {
            throw new GeneralSecurityException("there is no key in it (PEM, BEGIN PRIVATE KEY)");
        }
        byte[] key = Base64.getMimeDecoder().decode(found.group(2));
        byte[] whole = found.group(1).isEmpty()
                ? key
                : tagged(SEQUENCE, joined(VERSION, algorithm(owner.getEncoded()), tagged(OCTETS, key)));
        return KeyFactory.getInstance(owner.getAlgorithm()).generatePrivate(new PKCS8EncodedKeySpec(whole));
    }

    /** A public key is a sequence whose first part is the algorithm (RFC 5280, SubjectPublicKeyInfo), as in PKCS#8. */
    private static byte[] algorithm(byte[] publicKey) {
        ByteBuffer bytes = ByteBuffer.wrap(publicKey);
        bytes.get();
        length(bytes);
        int start = bytes.position();
        bytes.get();
        int length = length(bytes);
        byte[] algorithm = new byte[bytes.position() - start + length];
        bytes.position(start);
        bytes.get(algorithm);
        return algorithm;
    }

    private static int length(ByteBuffer bytes) {
        int first = bytes.get() & 0xff;
        if (first < 0x80) {
            return first;
        }
        int length = 0;
        for (int i = 0; i < (first & 0x7f); i++) {
            length = (length << 8) | (bytes.get() & 0xff);
        }
        return length;
    }

    private static byte[] tagged(int tag, byte[] content) {
        ByteBuffer bytes = ByteBuffer.allocate(content.length + 4).put((byte) tag);
        if (content.length < 0x80) {
            bytes.put((byte) content.length);
        } else {
            bytes.put((byte) 0x82).putShort((short) content.length);
        }
        byte[] result = new byte[bytes.position() + content.length];
        bytes.put(content).flip().get(result);
        return result;
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            bytes.writeBytes(part);
        }
        return bytes.toByteArray();
    }
}
