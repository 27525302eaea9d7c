// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.connect;

import dev.spurline.PreflightException;
import dev.spurline.internal.kubeconfig.ApiServerAccess;
import dev.spurline.internal.work.RetryPolicy;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.utils.URLUtils;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** Asks a server for its version, which shows whether it is there, is an API server, and knows the user. */
final class ServerCheck {

    private static final int UNAUTHORIZED = 401;

    /** Whether a server is there at all shows soon. */
    private static final int ATTEMPTS = 3;

    private final ApiServerAccess access;
    private final ServerClock clock;
    private final Duration limit;
    private final String subject;

    /**
     * Prepares the question.
     *
     * @param access how the server is reached
     * @param clock hears the server's time
     * @param limit how long an answer may take
     * @param subject which cluster this is and what decided, as the beginning of a sentence
     */
    ServerCheck(ApiServerAccess access, ServerClock clock, Duration limit, String subject) {
        this.access = access;
        this.clock = clock;
        this.limit = limit;
        this.subject = subject;
    }

    /**
     * Asks.
     *
     * @return the version
     * @throws PreflightException if there is no answer, or another than an API server's
     */
    String version(KubernetesClient client) {
        try {
            ServerAnswer answer = answer(client, "version");
            String version = answer.version().orElseThrow(() -> refuse(answer.problem(access, clock.now())));
            refuseStranger(client);
            return version;
        } catch (KubernetesClientException e) {
            throw refuse(ServerProblem.of(e, access, limit), e);
        }
    }

    /**
     * Servers tell everybody their version; what they think of who shows no token shows at the next question, and so it does of
     * a user with a password, whom they have not known since 1.19.
     */
    private void refuseStranger(KubernetesClient client) {
        if (access.credentials()
                .authorization()
                .filter(shown -> !shown.startsWith("Basic "))
                .isEmpty()) {
            ServerAnswer answer = answer(client, "apis");
            if (answer.code() == 401 || answer.code() == 403) {
                throw refuse(answer.stranger(access));
            }
        }
    }

    private ServerAnswer answer(KubernetesClient client, String path) {
        return RetryPolicy.whole(
                "GET /" + path,
                ATTEMPTS,
                () -> RetryPolicy.limited(client, ATTEMPTS, limit, limited -> ask(limited, path)));
    }

    private ServerAnswer ask(KubernetesClient client, String path) {
        HttpClient http = client.getHttpClient();
        HttpRequest request = http.newHttpRequestBuilder()
                .uri(URLUtils.join(client.getMasterUrl().toString(), path))
                .timeout(limit.toMillis(), TimeUnit.MILLISECONDS)
                .build();
        try {
            return ServerAnswer.of(http.sendAsync(request, String.class).get());
        } catch (ExecutionException e) {
            throw failure(e.getCause() == null ? e : e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KubernetesClientException("interrupted", e);
        }
    }

    /** What can only be the same again is told at once. */
    private RuntimeException failure(Throwable cause) {
        if (cause instanceof KubernetesClientException renewal && renewal.getCode() == UNAUTHORIZED) {
            return refuse(
                    new ServerProblem(
                            "does not accept [%s], and others cannot be had: %s"
                                    .formatted(access.credentials().title(), renewal.getMessage()),
                            access.credentials().cure(),
                            true),
                    renewal);
        }
        ServerProblem problem = ServerProblem.of(cause, access, limit);
        return problem.lasting() ? refuse(problem, cause) : new KubernetesClientException(problem.seen(), cause);
    }

    private PreflightException refuse(ServerProblem problem) {
        return new PreflightException(sentence(problem));
    }

    private PreflightException refuse(ServerProblem problem, Throwable cause) {
        return new PreflightException(sentence(problem), cause);
    }

    private String sentence(ServerProblem problem) {
        return "%s %s; %s".formatted(subject, problem.seen(), problem.cure());
    }
}
