// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.connect;

import dev.spurline.internal.kubeconfig.ApiServerAccess;
import dev.spurline.internal.kubeconfig.ProxyAddress;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.utils.TokenRefreshInterceptor;
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
        return new ClusterHttpBuilder(this, access);
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
    }
}
