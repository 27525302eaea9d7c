// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.tls;

import io.netty.handler.ssl.SslProvider;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.spi.tls.DefaultSslContextFactory;
import io.vertx.core.spi.tls.SslContextFactory;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLContext;

/**
 * The JVM's TLS for the cluster's endpoints, with ChaCha20 as their first choice of a cipher. In a JVM that runs tests most
 * code is never compiled by the optimizing compiler, and only that one uses the processor's instructions for AES-GCM; without
 * them ChaCha20 takes a quarter of the time.
 */
public final class TlsEngine extends JdkSSLEngineOptions {

    /** How long a handshake may take, in seconds: a busy machine needs more than the 10 s of Vert.x when all clients come at once. */
    public static final int HANDSHAKE_SECONDS = 60;

    @Override
    public TlsEngine copy() {
        return new TlsEngine();
    }

    /** Vert.x keeps what it is told as a set without order. */
    @Override
    public SslContextFactory sslContextFactory() {
        return new DefaultSslContextFactory(SslProvider.JDK, false) {
            @Override
            public SslContextFactory enabledCipherSuites(Set<String> ignored) {
                return super.enabledCipherSuites(new LinkedHashSet<>(suites()));
            }
        };
    }

    /** Returns all suites that this JVM offers. */
    static List<String> suites() {
        try {
            String[] offered = SSLContext.getDefault().getDefaultSSLParameters().getCipherSuites();
            return Arrays.stream(offered)
                    .sorted(Comparator.comparing(suite -> !suite.contains("CHACHA20")))
                    .toList();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This JVM has no TLS", e);
        }
    }
}
