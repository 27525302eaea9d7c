// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.cluster.AuditEvent;
import dev.spurline.embedded.internal.apiserver.auth.AccessReviews;
import dev.spurline.embedded.internal.apiserver.auth.BearerTokens;
import dev.spurline.embedded.internal.apiserver.auth.RbacAuthorizer;
import dev.spurline.embedded.internal.apiserver.auth.User;
import dev.spurline.embedded.internal.apiserver.kinds.ResourceKind;
import dev.spurline.embedded.internal.apiserver.kinds.ResourceKind.Trait;
import dev.spurline.embedded.internal.apiserver.registry.ObjectRegistry;
import dev.spurline.embedded.internal.apiserver.registry.RequestTarget;
import dev.spurline.embedded.internal.apiserver.status.StatusException;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Receives each request, finds out who asks for what, and has it answered. */
public final class HttpApi implements Handler<HttpServerRequest> {

    private static final Logger LOG = LoggerFactory.getLogger(HttpApi.class);

    private final Vertx vertx;
    private final ObjectRegistry registry;
    private final AccessControl access;
    private final AccessReviews reviews;
    private final AccountTokens accountTokens;
    private final ResourceHandler resources;
    private final SubresourceHandler subresources;
    private final Discovery discovery;
    private final OpenApi openApi;
    private final WatchHandler watching;
    private final KubeletAddresses kubelets;
    private final KubeletProxy kubelet;
    private final List<Consumer<AuditEvent>> listeners = new CopyOnWriteArrayList<>();

    /** Serves a registry. */
    public HttpApi(Vertx vertx, ObjectRegistry registry, BearerTokens tokens) {
        RbacAuthorizer rbac = new RbacAuthorizer(registry.store());
        this.vertx = vertx;
        this.registry = registry;
        this.access = new AccessControl(tokens, rbac);
        this.reviews = new AccessReviews(rbac, tokens);
        this.accountTokens = new AccountTokens(registry, tokens);
        this.resources = new ResourceHandler(registry);
        this.subresources = new SubresourceHandler(registry);
        this.discovery = new Discovery(registry.kinds());
        this.openApi = new OpenApi(registry);
        this.watching = new WatchHandler(vertx, registry.store());
        this.kubelets = new KubeletAddresses(registry.store());
        this.kubelet = new KubeletProxy(vertx, kubelets);
    }

    @Override
    public void handle(HttpServerRequest http) {
        boolean bodyFollows = !Set.of(HttpMethod.GET, HttpMethod.HEAD).contains(http.method());
        if (bodyFollows) {
            http.body()
                    .onSuccess(body -> answerWrite(http, body))
                    .onFailure(
                            failure -> LOG.debug("The body of {} {} was cut off", http.method(), http.uri(), failure));
        } else {
            answer(http, Buffer.buffer());
        }
    }

    /** The hooks of a test may block, and may call this server. */
    private void answerWrite(HttpServerRequest http, Buffer body) {
        if (registry.webhooks().isEmpty()) {
            answer(http, body);
        } else {
            vertx.executeBlocking(
                    () -> {
                        answer(http, body);
                        return body;
                    },
                    false);
        }
    }

    /** Takes the port at which a kubelet of this JVM answers without TLS. */
    public void plainKubelet(String node, int port) {
        kubelets.plain(node, port);
    }

    /** Tells a listener of each request that was let in. */
    public void audit(Consumer<AuditEvent> listener) {
        listeners.add(listener);
    }

    private void answer(HttpServerRequest http, Buffer body) {
        HttpExchange exchange = new HttpExchange(vertx, http);
        answer(exchange, body, () -> {
            User user = access.user(http);
            AcceptedMediaTypes.require(http);
            return user;
        });
    }

    /** Answers a part of the cluster itself, which is the administrator. */
    public void answerInProcess(ApiExchange exchange, Buffer body) {
        answer(exchange, body, () -> User.ADMIN);
    }

    private void answer(ApiExchange exchange, Buffer body, Supplier<User> entered) {
        try {
            ServerRequest request = new ServerRequest(exchange, query(exchange), body, entered.get());
            answer(request);
            if (!listeners.isEmpty()) {
                AuditEvent event = AccessControl.event(request, path(request), exchange.code());
                listeners.forEach(listener -> tell(listener, event));
            }
        } catch (StatusException e) {
            exchange.answer(ServerResponse.failure(e));
        } catch (RuntimeException e) {
            LOG.warn("{} {} failed", exchange.method(), exchange.uri(), e);
            exchange.answer(
                    ServerResponse.failure(new StatusException(500, "InternalError", "Internal error occurred: " + e)));
        }
        LOG.debug("{} {} {}", exchange.method(), exchange.uri(), exchange.code());
    }

    /** Who only listens cannot make a request fail. */
    private static void tell(Consumer<AuditEvent> listener, AuditEvent event) {
        try {
            listener.accept(event);
        } catch (RuntimeException e) {
            LOG.warn("A listener failed at {}", event, e);
        }
    }

    private void answer(ServerRequest request) {
        try {
            reply(request).ifPresent(request.exchange()::answer);
        } catch (StatusException e) {
            request.exchange().answer(ServerResponse.failure(e));
        }
    }

    private static String path(ServerRequest request) {
        return new QueryStringDecoder(request.exchange().uri()).path();
    }

    private static MultiMap query(ApiExchange exchange) {
        MultiMap query = MultiMap.caseInsensitiveMultiMap();
        new QueryStringDecoder(exchange.uri()).parameters().forEach(query::add);
        return query;
    }

    /** Returns the answer, or nothing if it is a stream that goes on. */
    private Optional<ServerResponse> reply(ServerRequest request) {
        String path = path(request);
        Optional<ApiPath> api =
                ApiPath.parse(path).filter(parsed -> !parsed.resource().isEmpty());
        api.ifPresentOrElse(
                resource -> access.requireAllowed(request, resource), () -> access.requireAllowed(request, path));
        Optional<ServerResponse> fixed =
                fixed(path).or(() -> openApi.reply(request, path)).or(() -> discovery.reply(request, path));
        if (fixed.isPresent()) {
            return fixed;
        }
        return api.filter(this::isServed).isPresent() ? reply(request, target(api.get())) : Optional.of(unknown(path));
    }

    /** Below the path of an API that there is, an unknown path is answered as an object that is not there. */
    private ServerResponse unknown(String path) {
        String[] steps = path.substring(1).split("/", -1);
        boolean below = steps.length > 1
                && switch (steps[0]) {
                    case "api", "version" -> true;
                    case "apis" ->
                        steps.length > 2
                                && registry.kinds().stream()
                                        .anyMatch(kind -> kind.group().equals(steps[1]) && !kind.has(Trait.CUSTOM));
                    default -> false;
                };
        return below
                ? ServerResponse.failure(
                        new StatusException(404, "NotFound", "the server could not find the requested resource")
                                .about("", "", ""))
                : ServerResponse.text(404, "404 page not found\n");
    }

    private static Optional<ServerResponse> fixed(String path) {
        return switch (path) {
            case "/healthz", "/readyz", "/livez" -> Optional.of(ServerResponse.text(200, "ok"));
            case "/version", "/version/" -> Optional.of(ServerResponse.json(200, ServerVersion.json()));
            default -> Optional.empty();
        };
    }

    /** Unknown resources of a group of custom ones are unknown paths, as on a real server. */
    private boolean isServed(ApiPath path) {
        return registry.kinds()
                        .find(path.group(), path.version(), path.resource())
                        .isPresent()
                || registry.kinds().stream()
                        .anyMatch(kind -> kind.group().equals(path.group())
                                && kind.versions().contains(path.version())
                                && !kind.has(Trait.CUSTOM));
    }

    private RequestTarget target(ApiPath path) {
        ResourceKind kind = registry.kinds()
                .find(path.group(), path.version(), path.resource())
                .filter(found ->
                        path.subresource().isEmpty() || found.subresources().contains(path.subresource()))
                .orElseThrow(
                        () -> new StatusException(404, "NotFound", "the server could not find the requested resource")
                                .about("", "", ""));
        return new RequestTarget(kind, path.version(), path.namespace(), path.name(), path.subresource());
    }

    private Optional<ServerResponse> reply(ServerRequest request, RequestTarget target) {
        if (target.kind().storage().equals("endpoints")) {
            request.warn("v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice");
        }
        boolean watch = request.method().equals("GET")
                && request.flag("watch")
                && target.subresource().isEmpty();
        if (watch) {
            watching.open(request, target);
            return Optional.empty();
        }
        if (target.kind().has(Trait.REVIEW)) {
            return Optional.of(review(request, target));
        }
        if (!request.method().equals("GET")) {
            OptionRules.checkWrite(request);
        }
        switch (target.subresource()) {
            case "token" -> {
                return Optional.of(accountTokens.issue(request, target));
            }
            case "log" ->
                kubelet.streamLog(request, target, registry.get(target).json());
            case "portforward" -> {
                OptionRules.checkPorts(request);
                access.requireUpgradeAllowed(request, target);
                kubelet.forwardPort(request, target, registry.get(target).json());
            }
            case "exec", "attach", "proxy" ->
                kubelet.refuse(target, registry.get(target).json());
            default -> {
                return Optional.of(
                        subresources.reply(request, target).orElseGet(() -> resources.reply(request, target)));
            }
        }
        return Optional.empty();
    }

    private ServerResponse review(ServerRequest request, RequestTarget target) {
        if (!request.method().equals("POST")) {
            throw ResourceHandler.methodNotAllowed();
        }
        ObjectNode review = registry.review(target, request.object(target), request.writeOptions());
        return ServerResponse.json(201, reviews.answer(target.kind().plural(), review, request.user()));
    }
}
