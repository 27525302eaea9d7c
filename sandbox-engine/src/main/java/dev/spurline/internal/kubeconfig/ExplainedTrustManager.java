// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.kubeconfig;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Says of a certificate that is refused what is wrong with it, in words that name it. */
final class ExplainedTrustManager extends X509ExtendedTrustManager {

    private final X509ExtendedTrustManager judge;
    private final ServerAddress server;
    private final String authority;

    /**
     * Explains a judge.
     *
     * @param judge decides
     * @param server the server whose certificates it judges
     * @param authority whose certificates it knows
     */
    ExplainedTrustManager(X509ExtendedTrustManager judge, ServerAddress server, String authority) {
        this.judge = judge;
        this.server = server;
        this.authority = authority;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, @Nullable SSLEngine engine)
            throws CertificateException {
        explained(chain, () -> judge.checkServerTrusted(chain, type, engine));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, @Nullable Socket socket)
            throws CertificateException {
        explained(chain, () -> judge.checkServerTrusted(chain, type, socket));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        explained(chain, () -> judge.checkServerTrusted(chain, type));
    }

    private interface Judgement {
        void pass() throws CertificateException;
    }

    private void explained(X509Certificate[] chain, Judgement judgement) throws CertificateException {
        try {
            judgement.pass();
        } catch (CertificateException e) {
            throw outOfDate(chain, e).or(() -> wrongName(chain[0], e)).orElseGet(() -> unknown(chain[0], e));
        }
    }

    /** The clock of this machine may be the one that is wrong. */
    private static Optional<ServerCertificateException> outOfDate(
            X509Certificate[] chain, CertificateException failure) {
        for (X509Certificate certificate : chain) {
            try {
                certificate.checkValidity();
            } catch (CertificateExpiredException | CertificateNotYetValidException e) {
                String seen =
                        "its certificate [%s] is valid from [%s] to [%s], and the clock of this machine shows [%s]"
                                .formatted(
                                        certificate.getSubjectX500Principal().getName(),
                                        certificate.getNotBefore().toInstant(),
                                        certificate.getNotAfter().toInstant(),
                                        Instant.now().truncatedTo(ChronoUnit.SECONDS));
                return Optional.of(new ServerCertificateException(
                        seen, "have the certificate renewed, or set the clock of this machine", failure));
            }
        }
        return Optional.empty();
    }

    /** The JDK has no exception of its own for it; where the chain is in order, only the name is left. */
    private Optional<ServerCertificateException> wrongName(X509Certificate own, CertificateException failure) {
        if (failure.getCause() != null) {
            return Optional.empty();
        }
        String seen = "its certificate is for [%s], not for [%s]"
                .formatted(
                        names(own), server.certificateName().orElse(server.uri().getHost()));
        String cure = server.certificateName().isPresent()
                ? "correct [tls-server-name]"
                : "use one of these names in [server], or set [tls-server-name] to one of them";
        return Optional.of(new ServerCertificateException(seen, cure, failure));
    }

    private ServerCertificateException unknown(X509Certificate own, CertificateException failure) {
        return new ServerCertificateException(
                "its certificate [%s] is issued by [%s], which is not in %s"
                        .formatted(
                                own.getSubjectX500Principal().getName(),
                                own.getIssuerX500Principal().getName(),
                                authority),
                "take the certificate authority of this cluster, and check whether a proxy between shows a certificate of its own",
                failure);
    }

    private static String names(X509Certificate certificate) {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            return names == null
                    ? "no name"
                    : names.stream().map(name -> String.valueOf(name.get(1))).collect(Collectors.joining(", "));
        } catch (CertificateParsingException e) {
            return "names that cannot be read";
        }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, @Nullable SSLEngine engine)
            throws CertificateException {
        judge.checkClientTrusted(chain, type, engine);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, @Nullable Socket socket)
            throws CertificateException {
        judge.checkClientTrusted(chain, type, socket);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        judge.checkClientTrusted(chain, type);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return judge.getAcceptedIssuers();
    }
}
