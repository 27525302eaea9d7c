// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit.internal.httpclient5;

import dev.spurline.junit.client.ClientAdapter;
import dev.spurline.junit.client.ClientTarget;
import dev.spurline.junit.client.RequestKey;
import java.io.IOException;
import java.net.URI;
import org.apache.hc.client5.http.async.AsyncExecCallback;
import org.apache.hc.client5.http.async.AsyncExecChain;
import org.apache.hc.client5.http.async.AsyncExecChain.Scope;
import org.apache.hc.client5.http.async.AsyncExecChainHandler;
import org.apache.hc.client5.http.async.HttpAsyncClient;
import org.apache.hc.client5.http.impl.ChainElement;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.async.HttpAsyncClients;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.nio.AsyncDataConsumer;
import org.apache.hc.core5.http.nio.AsyncEntityProducer;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.reactor.IOReactorConfig;
import org.jspecify.annotations.Nullable;

/** Apache HttpClient 5 for those who do not wait. Clients are started. */
public final class HttpAsyncClient5Adapter implements ClientAdapter {

    /** For {@link java.util.ServiceLoader}. */
    public HttpAsyncClient5Adapter() {}

    @Override
    public Class<?> type() {
        return CloseableHttpAsyncClient.class;
    }

    @Override
    public boolean supports(Class<?> declared) {
        return declared == CloseableHttpAsyncClient.class || declared == HttpAsyncClient.class;
    }

    @Override
    public boolean namesService() {
        return false;
    }

    @Override
    public CloseableHttpAsyncClient create(ClientTarget target) {
        CloseableHttpAsyncClient client = HttpAsyncClients.custom()
                .setIOReactorConfig(IOReactorConfig.custom().setIoThreadCount(1).build())
                .addExecInterceptorAfter(ChainElement.PROTOCOL.name(), "spurline", new KeyHandler(target.key()))
                .build();
        target.onClose(() -> client.close(CloseMode.IMMEDIATE));
        client.start();
        return client;
    }

    /** Stands behind all interceptors, and sees each hop of a redirect. */
    private record KeyHandler(RequestKey key) implements AsyncExecChainHandler {

        @Override
        public void execute(
                HttpRequest request,
                @Nullable AsyncEntityProducer body,
                Scope scope,
                AsyncExecChain chain,
                AsyncExecCallback callback)
                throws HttpException, IOException {
            URI uri = KeyedRequest.uri(request);
            if (!key.allows(uri)) {
                chain.proceed(request, body, scope, callback);
                return;
            }
            KeyedRequest.add(key, request);
            chain.proceed(request, body, scope, new Counting(callback, key, uri));
        }
    }

    private record Counting(AsyncExecCallback callback, RequestKey key, URI uri) implements AsyncExecCallback {

        @Override
        public @Nullable AsyncDataConsumer handleResponse(HttpResponse response, @Nullable EntityDetails entity)
                throws HttpException, IOException {
            key.sent(uri);
            return callback.handleResponse(response, entity);
        }

        @Override
        public void handleInformationResponse(HttpResponse response) throws HttpException, IOException {
            callback.handleInformationResponse(response);
        }

        @Override
        public void completed() {
            callback.completed();
        }

        @Override
        public void failed(Exception cause) {
            callback.failed(cause);
        }
    }
}
