// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit.internal.okhttp;

import dev.spurline.junit.client.RequestKey;
import java.io.IOException;
import java.net.URI;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;

/**
 * Adds the key to a request that is about to leave. As an interceptor of the network it sees each hop of a redirect, which
 * OkHttp makes of the caller's request, not of the one with the key.
 */
record OkHttpKeyInterceptor(RequestKey key) implements Interceptor {

    @Override
    public Response intercept(Chain chain) throws IOException {
        Request request = chain.request();
        URI uri = request.url().uri();
        if (!key.allows(uri)) {
            return chain.proceed(request);
        }
        Request.Builder keyed = request.newBuilder();
        key.merge(request.headers().toMultimap()).forEach(keyed::header);
        Response response = chain.proceed(keyed.build());
        key.sent(uri);
        return response;
    }
}
