// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.connect;

import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * Holds back by chance what the server has refused for the moment, before it is sent again: the client's pauses are all the
 * same, and those who were refused together would come back together.
 */
final class RetryJitter implements Interceptor {

    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVER_ERROR = 500;
    private static final int LONGEST_MILLIS = 200;

    /** Never true, which would send it again at once. */
    @Override
    public CompletableFuture<Boolean> afterFailure(BasicBuilder builder, HttpResponse<?> response, RequestTags tags) {
        int code = response.code();
        return code == TOO_MANY_REQUESTS || code >= SERVER_ERROR
                ? new CompletableFuture<Boolean>()
                        .completeOnTimeout(
                                false, ThreadLocalRandom.current().nextInt(LONGEST_MILLIS), TimeUnit.MILLISECONDS)
                : CompletableFuture.completedFuture(false);
    }
}
