// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.kubeconfig;

import java.util.Optional;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * A header and a client certificate.
 *
 * @param header the header
 * @param client the certificate
 */
record CertifiedCredentials(Credentials header, ClientCertificate client) implements Credentials {

    @Override
    public Optional<String> authorization() {
        return header.authorization();
    }

    @Override
    public boolean renew(String refused) {
        return header.renew(refused);
    }

    @Override
    public Optional<X509ExtendedKeyManager> certificate() {
        return client.certificate();
    }

    @Override
    public String title() {
        return "%s, and %s".formatted(header.title(), client.title());
    }

    @Override
    public String cure() {
        return header.cure();
    }
}
