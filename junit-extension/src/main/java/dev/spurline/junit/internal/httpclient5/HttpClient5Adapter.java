// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit.internal.httpclient5;

import dev.spurline.junit.client.ClientAdapter;
import dev.spurline.junit.client.ClientTarget;
import dev.spurline.junit.client.RequestKey;
import java.io.IOException;
import java.net.URI;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChain.Scope;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.client5.http.classic.HttpClient;
import org.apache.hc.client5.http.impl.ChainElement;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;

/** Apache HttpClient 5, which has no address of its own. */
public final class HttpClient5Adapter implements ClientAdapter {

    /** For {@link java.util.ServiceLoader}. */
    public HttpClient5Adapter() {}

    @Override
    public Class<?> type() {
        return CloseableHttpClient.class;
    }

    @Override
    public boolean supports(Class<?> declared) {
        return declared == CloseableHttpClient.class || declared == HttpClient.class;
    }

    @Override
    public boolean namesService() {
        return false;
    }

    @Override
    public CloseableHttpClient create(ClientTarget target) {
        CloseableHttpClient client = HttpClients.custom()
                .setConnectionManager(target.shared(SharedConnections.class, SharedConnections::new)
                        .pool())
                .setConnectionManagerShared(true)
                .addExecInterceptorAfter(ChainElement.PROTOCOL.name(), "spurline", new KeyHandler(target.key()))
                .build();
        target.onClose(client);
        return client;
    }

    /** Stands behind all interceptors, and sees each hop of a redirect. */
    private record KeyHandler(RequestKey key) implements ExecChainHandler {

        @Override
        public ClassicHttpResponse execute(ClassicHttpRequest request, Scope scope, ExecChain chain)
                throws IOException, HttpException {
            URI uri = KeyedRequest.uri(request);
            if (!key.allows(uri)) {
                return chain.proceed(request, scope);
            }
            KeyedRequest.add(key, request);
            ClassicHttpResponse response = chain.proceed(request, scope);
            key.sent(uri);
            return response;
        }
    }
}
