// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.connect;

import static io.vertx.core.spi.resolver.ResolverProvider.DISABLE_DNS_RESOLVER_PROP_NAME;

import dev.spurline.internal.kubeconfig.ProxyAddress;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpClientOptions;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Optional;

/** Vert.x for one client of a cluster. */
final class ClientVertx {

    private ClientVertx() {}

    /**
     * Starts one; whoever has started it closes it.
     *
     * @param proxy the proxy whose login its clients show
     */
    static Vertx start(Optional<ProxyAddress> proxy) {
        Vertx vertx = start();
        return proxy.flatMap(ProxyAddress::login)
                .map(login -> withLogin(vertx, login))
                .orElse(vertx);
    }

    /** Hosts are looked up as the JVM does it, with the machine's own rules: a VPN's names are found in no other way. */
    private static synchronized Vertx start() {
        String before = System.getProperty(DISABLE_DNS_RESOLVER_PROP_NAME);
        System.setProperty(DISABLE_DNS_RESOLVER_PROP_NAME, "true");
        try {
            return Vertx.vertx(new VertxOptions()
                    .setFileSystemOptions(
                            new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false))
                    .setUseDaemonThread(true));
        } finally {
            if (before == null) {
                System.clearProperty(DISABLE_DNS_RESOLVER_PROP_NAME);
            } else {
                System.setProperty(DISABLE_DNS_RESOLVER_PROP_NAME, before);
            }
        }
    }

    /** The client library hands on no password that is empty or has a colon, and leaves the options of its client to nobody. */
    private static Vertx withLogin(Vertx vertx, ProxyAddress.Login login) {
        return (Vertx) Proxy.newProxyInstance(
                Vertx.class.getClassLoader(), new Class<?>[] {Vertx.class}, (self, method, arguments) -> {
                    if (arguments != null
                            && arguments.length > 0
                            && arguments[0] instanceof HttpClientOptions options) {
                        options.getProxyOptions().setUsername(login.user()).setPassword(login.password());
                    }
                    return call(vertx, method, arguments);
                });
    }

    private static Object call(Vertx vertx, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(vertx, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
