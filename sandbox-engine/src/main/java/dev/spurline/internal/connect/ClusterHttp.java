// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.connect;

import dev.spurline.internal.kubeconfig.ApiServerAccess;
import dev.spurline.internal.kubeconfig.ProxyAddress;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.utils.HttpClientUtils;
import io.fabric8.kubernetes.client.utils.TokenRefreshInterceptor;
import io.fabric8.kubernetes.client.vertx.VertxHttpClientBuilder;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.TrustManager;

/**
 * Makes the client that all requests, watches and port-forwards to a cluster go through: over its proxy, with its TLS, and
 * with credentials that are kept current. The client library's own reading of kubeconfigs knows less of all three than
 * kubectl.
 */
final class ClusterHttp implements HttpClient.Factory {

    private final ApiServerAccess access;

    ClusterHttp(ApiServerAccess access) {
        this.access = access;
    }

    @Override
    public HttpClient.Builder newBuilder() {
        return new Builder(this, access.server().certificateName());
    }

    /** Puts in place what the library could not know. */
    void configure(HttpClient.Builder builder) {
        KeyManager[] keys = access.credentials()
                .certificate()
                .map(certificate -> new KeyManager[] {certificate})
                .orElseGet(() -> new KeyManager[0]);
        builder.sslContext(keys, new TrustManager[] {access.trust().manager()});
        builder.proxyType(HttpClient.ProxyType.DIRECT);
        access.proxy().ifPresent(proxy -> through(proxy, builder));
        builder.addOrReplaceInterceptor(
                TokenRefreshInterceptor.NAME, new CredentialInterceptor(access.credentials(), access.impersonation()));
    }

    private static void through(ProxyAddress proxy, HttpClient.Builder builder) {
        builder.proxyType(proxy.socks() ? HttpClient.ProxyType.SOCKS5 : HttpClient.ProxyType.HTTP);
        builder.proxyAddress(proxy.socket());
        proxy.login().ifPresent(login -> builder.proxyAuthorization(HttpClientUtils.basicCredentials(login)));
    }

    private static final class Builder extends VertxHttpClientBuilder<ClusterHttp> {

        private final Optional<String> serverName;

        Builder(ClusterHttp factory, Optional<String> serverName) {
            super(factory, null);
            this.serverName = serverName;
        }

        @Override
        public VertxHttpClientBuilder<ClusterHttp> sslContext(KeyManager[] keys, TrustManager[] trust) {
            super.sslContext(keys, trust);
            serverName.ifPresent(name -> sslContext = new ServerNameContext(sslContext, name));
            return this;
        }

        /** A login page answers in the place of an API server by sending elsewhere; credentials must not follow there. */
        @Override
        public VertxHttpClientBuilder<ClusterHttp> followAllRedirects() {
            return this;
        }
    }
}
