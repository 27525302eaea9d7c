// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.connect;

import dev.spurline.PreflightException;
import dev.spurline.internal.kubeconfig.Credentials;
import dev.spurline.internal.kubeconfig.UserImpersonation;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows credentials with each request, and once more when the server refuses them and others can be had.
 *
 * <p>An exception before a request would leave one that is sent again without an answer for ever. So where credentials cannot
 * be made anew, the last ones are sent; the server refuses them, and then the reason is told.
 */
final class CredentialInterceptor implements Interceptor {

    private static final Logger LOG = LoggerFactory.getLogger(CredentialInterceptor.class);
    private static final String HEADER = "Authorization";
    private static final int UNAUTHORIZED = 401;

    private final Credentials credentials;
    private final UserImpersonation impersonation;
    private volatile Optional<String> last = Optional.empty();

    CredentialInterceptor(Credentials credentials, UserImpersonation impersonation) {
        this.credentials = credentials;
        this.impersonation = impersonation;
    }

    @Override
    public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
        impersonation.headers().forEach(header -> builder.header(header.getKey(), header.getValue()));
        try {
            last = credentials.authorization();
        } catch (PreflightException e) {
            LOG.debug("The last credentials go on: {}", e.getMessage());
        }
        last.ifPresent(value -> builder.setHeader(HEADER, value));
    }

    @Override
    public CompletableFuture<Boolean> afterFailure(BasicBuilder builder, HttpResponse<?> response, RequestTags tags) {
        if (response.code() != UNAUTHORIZED) {
            return CompletableFuture.completedFuture(false);
        }
        String refused = refused(response);
        CompletableFuture<Boolean> renewed = new CompletableFuture<>();
        // Not on the client's event loop: a plugin may take its time.
        Thread thread = new Thread(() -> renew(builder, refused, renewed), "spurline-credentials");
        thread.setDaemon(true);
        thread.start();
        return renewed;
    }

    private static String refused(HttpResponse<?> response) {
        @Nullable HttpRequest request = response.request();
        String header = request == null ? null : request.header(HEADER);
        return header == null ? "" : header;
    }

    private void renew(BasicBuilder builder, String refused, CompletableFuture<Boolean> renewed) {
        try {
            boolean again = credentials.renew(refused);
            if (again) {
                credentials.authorization().ifPresent(value -> builder.setHeader(HEADER, value));
            }
            renewed.complete(again);
        } catch (RuntimeException e) {
            renewed.completeExceptionally(
                    new KubernetesClientException(String.valueOf(e.getMessage()), UNAUTHORIZED, null));
        }
    }
}
