// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.kubeconfig;

import java.security.cert.CertificateException;

/** Says why a server's certificate is refused, in words for people. */
public final class ServerCertificateException extends CertificateException {

    private static final long serialVersionUID = 1L;

    private final String cure;

    ServerCertificateException(String message, String cure, Throwable cause) {
        super(message, cause);
        this.cure = cure;
    }

    /** Returns what to do. */
    public String cure() {
        return cure;
    }
}
