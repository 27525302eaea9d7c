// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.cluster.AuditEvent;
import dev.spurline.embedded.internal.apiserver.admission.AdmissionHooks;
import dev.spurline.embedded.internal.apiserver.admission.HookRequest;
import dev.spurline.embedded.internal.apiserver.admission.HookVerdict;
import dev.spurline.embedded.internal.apiserver.auth.BearerTokens;
import dev.spurline.embedded.internal.apiserver.auth.BootstrapPolicy;
import dev.spurline.embedded.internal.apiserver.http.HttpApi;
import dev.spurline.embedded.internal.apiserver.inprocess.InProcessHttpClientFactory;
import dev.spurline.embedded.internal.apiserver.registry.ObjectRegistry;
import dev.spurline.embedded.internal.threads.NamedVertx;
import dev.spurline.embedded.internal.tls.ServerCertificate;
import dev.spurline.embedded.internal.tls.TlsEngine;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;

/** A Kubernetes API server on a free port of the loopback interface. */
public final class ApiServer implements AutoCloseable {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final List<String> NAMESPACES = List.of("default", "kube-system", "kube-public", "kube-node-lease");
    private static final Duration TOKEN_LIFE = Duration.ofDays(30);
    private static final int SECONDS_TO_START_OR_STOP = 30;

    private final ServerCertificate certificate = ServerCertificate.create();
    private final ObjectRegistry registry;
    private final BearerTokens tokens;
    private final Vertx vertx;
    private final HttpApi api;
    private final HttpServer server;
    private final HttpServer plain;

    private ApiServer(InstantSource creation) {
        registry = new ObjectRegistry(creation);
        tokens = new BearerTokens(registry.store());
        NAMESPACES.forEach(this::createNamespace);
        preinstall("httproutes.json");
        BootstrapPolicy.objects().forEach(this::createPolicy);
        registry.store().forgetHistory();
        vertx = NamedVertx.start("spurline-apiserver-", 2, 8);
        api = new HttpApi(vertx, registry, tokens);
        server = vertx.createHttpServer(options()
                        .setSsl(true)
                        .setSslEngineOptions(new TlsEngine())
                        .setKeyCertOptions(certificate.identity()))
                .requestHandler(api);
        plain = vertx.createHttpServer(options()).requestHandler(api);
    }

    /** Starts a server with an empty cluster; it serves when this returns. */
    public static ApiServer start() {
        return start(InstantSource.system());
    }

    /**
     * Starts a server with an empty cluster; it serves when this returns.
     *
     * @param creation says what time objects have as their {@code creationTimestamp}
     */
    public static ApiServer start(InstantSource creation) {
        ApiServer started = new ApiServer(creation);
        await(Future.all(started.server.listen(), started.plain.listen()));
        return started;
    }

    private HttpServerOptions options() {
        return new HttpServerOptions()
                .setHost("127.0.0.1")
                .setPort(0)
                .setMaxHeaderSize(64 * 1024)
                .setMaxInitialLineLength(64 * 1024)
                .setMaxWebSocketMessageSize(16 * 1024 * 1024)
                .setSslHandshakeTimeout(TlsEngine.HANDSHAKE_SECONDS)
                .setWebSocketSubProtocols(List.of("v4.channel.k8s.io"))
                .setTcpNoDelay(true);
    }

    private void createNamespace(String name) {
        ObjectNode namespace = MAPPER.createObjectNode();
        namespace.putObject("metadata").put("name", name);
        registry.ensure(registry.kinds().byName("namespaces").orElseThrow(), "", namespace);
    }

    private void createPolicy(JsonNode object) {
        String plural = object.path("kind").asText().toLowerCase(Locale.ROOT) + "s.rbac.authorization.k8s.io";
        registry.ensure(registry.kinds().byName(plural).orElseThrow(), "", object.deepCopy());
    }

    private void preinstall(String definition) {
        try (InputStream json = ApiServer.class.getResourceAsStream(definition)) {
            ObjectNode object = (ObjectNode) MAPPER.readTree(json);
            registry.ensure(
                    registry.kinds()
                            .byName("customresourcedefinitions.apiextensions.k8s.io")
                            .orElseThrow(),
                    "",
                    object);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Lets a test refuse or change what is written, as an admission webhook would.
     *
     * @return what ends that
     */
    public AdmissionHooks.HookRegistration admission(Function<HookRequest, HookVerdict> hook) {
        return registry.webhooks().add(hook);
    }

    /**
     * Has a webhook of the cluster's own look at the objects of a resource, which it cannot change.
     *
     * @param resource with its group, such as {@code deployments.apps}
     * @param webhook its name
     * @param error says why an object is refused, if it is
     */
    public void validate(String resource, String webhook, Function<JsonNode, Optional<String>> error) {
        registry.validate(resource, webhook, error);
    }

    /** Tells a listener of each request, on the thread that answers it. */
    public void audit(Consumer<AuditEvent> listener) {
        api.audit(listener);
    }

    /** Returns the address of the server. */
    public String url() {
        return "https://127.0.0.1:" + server.actualPort();
    }

    /**
     * Returns the address of the server for an engine in the same process: without TLS, with the same tokens. Encryption would
     * keep secret from the process what the process has in its memory.
     */
    public String plainUrl() {
        return "http://127.0.0.1:" + plain.actualPort();
    }

    /** Returns the certificate by which clients know this server, as PEM. */
    public String authority() {
        return certificate.authority();
    }

    /** Returns the administrator's bearer token. */
    public String adminToken() {
        return tokens.admin();
    }

    /** Returns a kubeconfig of the administrator, as YAML. */
    public String kubeconfig() {
        return kubeconfig(url(), "admin", "default", adminToken());
    }

    /** Returns a kubeconfig of this server that leads to it without TLS. */
    public String plain(String kubeconfig) {
        return kubeconfig.replace(url(), plainUrl());
    }

    /** Takes the port at which a kubelet of this JVM answers without TLS: from now on its logs and port-forwards come from there. */
    public void plainKubelet(String node, int port) {
        api.plainKubelet(node, port);
    }

    /**
     * Returns the way of the cluster's own parts to this server: their requests are calls within the process, as the
     * administrator. Most requests are theirs, and in a JVM that runs tests, where little is ever compiled by the optimizing
     * compiler, two ends of HTTP cost more than the answer.
     *
     * @param threads hand out the events of watches, those of one watch one after the other
     */
    public HttpClient.Factory inProcess(Executor threads) {
        return new InProcessHttpClientFactory(api, threads);
    }

    /**
     * Returns a kubeconfig of a ServiceAccount, as YAML.
     *
     * @return empty if there is no such account
     */
    public Optional<String> kubeconfig(String namespace, String account) {
        return registry.store()
                .get("serviceaccounts", namespace + "/" + account)
                .map(stored -> {
                    String uid = stored.json().path("metadata").path("uid").asText();
                    Instant expiry = Instant.now().plus(TOKEN_LIFE);
                    String token = tokens.issue(namespace, account, uid, MAPPER.createArrayNode(), expiry);
                    return kubeconfig(url(), account, namespace, token);
                });
    }

    private String kubeconfig(String server, String user, String namespace, String token) {
        return """
                apiVersion: v1
                kind: Config
                clusters:
                - name: spurline-embedded
                  cluster:
                    server: %1$s
                    certificate-authority-data: %2$s
                users:
                - name: %3$s
                  user:
                    token: %5$s
                contexts:
                - name: spurline-embedded
                  context:
                    cluster: spurline-embedded
                    user: %3$s
                    namespace: %4$s
                current-context: spurline-embedded
                """.formatted(server, base64(certificate.authority()), user, namespace, token);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Ends all requests and stops the server; its port and threads are free when this returns. */
    @Override
    public void close() {
        await(vertx.close());
    }

    private static void await(Future<?> future) {
        try {
            future.toCompletionStage().toCompletableFuture().get(SECONDS_TO_START_OR_STOP, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while the API server starts or stops", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("The API server cannot start or stop", e);
        }
    }
}
