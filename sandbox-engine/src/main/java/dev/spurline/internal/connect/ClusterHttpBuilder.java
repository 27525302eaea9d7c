// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.connect;

import dev.spurline.internal.kubeconfig.ApiServerAccess;
import io.fabric8.kubernetes.client.http.StandardHttpClientBuilder;
import io.fabric8.kubernetes.client.vertx.VertxHttpClient;
import io.fabric8.kubernetes.client.vertx.VertxHttpClientBuilder;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/** Makes one client of a cluster, and those derived from it. */
final class ClusterHttpBuilder extends StandardHttpClientBuilder<ClusterHttpClient, ClusterHttp, ClusterHttpBuilder> {

    private final ApiServerAccess access;

    ClusterHttpBuilder(ClusterHttp factory, ApiServerAccess access) {
        super(factory);
        this.access = access;
    }

    @Override
    public ClusterHttpClient build() {
        if (client != null) {
            return client.derived(this);
        }
        Vertx vertx = ClientVertx.start(access.proxy());
        return new ClusterHttpClient(this, new AtomicBoolean(), library(vertx), vertx);
    }

    private VertxHttpClient<ClusterHttp> library(Vertx vertx) {
        LibraryBuilder builder = new LibraryBuilder(clientFactory, vertx, sslContext);
        builder.proxyType(proxyType).proxyAddress(proxyAddress);
        if (connectTimeout != null) {
            builder.connectTimeout(connectTimeout.toMillis(), TimeUnit.MILLISECONDS);
        }
        if (preferHttp11) {
            builder.preferHttp11();
        }
        return builder.build();
    }

    @Override
    protected ClusterHttpBuilder newInstance(ClusterHttp factory) {
        return new ClusterHttpBuilder(factory, access);
    }

    @Override
    public ClusterHttpBuilder sslContext(KeyManager[] keys, TrustManager[] trust) {
        super.sslContext(keys, trust);
        access.server().certificateName().ifPresent(name -> sslContext = new ServerNameContext(sslContext, name));
        return this;
    }

    /** A login page answers in the place of an API server by sending elsewhere; credentials must not follow there. */
    @Override
    public ClusterHttpBuilder followAllRedirects() {
        return this;
    }

    private static final class LibraryBuilder extends VertxHttpClientBuilder<ClusterHttp> {

        LibraryBuilder(ClusterHttp factory, Vertx vertx, SSLContext context) {
            super(factory, vertx);
            this.sslContext = context;
        }
    }
}
