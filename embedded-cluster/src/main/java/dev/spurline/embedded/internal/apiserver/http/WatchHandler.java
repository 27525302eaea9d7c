// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.embedded.internal.apiserver.registry.RequestTarget;
import dev.spurline.embedded.internal.apiserver.status.StatusException;
import dev.spurline.embedded.internal.apiserver.storage.ExpiredException;
import dev.spurline.embedded.internal.apiserver.storage.StoreSnapshot;
import dev.spurline.embedded.internal.apiserver.storage.VersionedStore;
import io.vertx.core.Vertx;

/**
 * Opens watches.
 *
 * <p>Source: kubernetes.io/docs/reference/using-api/api-concepts/#efficient-detection-of-changes.
 */
final class WatchHandler {

    private static final long BOOKMARK_MILLIS = 30_000;

    private final Vertx vertx;
    private final VersionedStore store;

    WatchHandler(Vertx vertx, VersionedStore store) {
        this.vertx = vertx;
        this.store = store;
    }

    /** Answers a request with a stream of events; what is wrong with it is thrown before the first byte. */
    void open(ServerRequest request, RequestTarget target) {
        OptionRules.checkRead(request);
        ObjectSelection selection = ObjectSelection.of(request, target);
        long from = ResourceVersion.of(request);
        request.exchange().stream(sink -> start(request, target, selection, from, sink));
    }

    private void start(
            ServerRequest request, RequestTarget target, ObjectSelection selection, long from, EventSink sink) {
        ObjectEncoding encoding =
                PartialMetadata.isWanted(request) ? ObjectEncoding.ofMetadata(target) : new ObjectEncoding(target);
        WatchStream stream = new WatchStream(sink, encoding, selection);
        try {
            if (from == 0 || request.flag("sendInitialEvents")) {
                startWithWhatExists(request, target, selection, stream);
            } else {
                stream.opened(store.watch(target.kind().storage(), from, stream));
            }
        } catch (ExpiredException e) {
            stream.send(
                    "ERROR",
                    ServerResponse.json(
                                    410, new StatusException(410, "Expired", String.valueOf(e.getMessage())).status())
                            .body());
            stream.end();
            return;
        }
        startTimers(request, target, stream);
    }

    private void startWithWhatExists(
            ServerRequest request, RequestTarget target, ObjectSelection selection, WatchStream stream) {
        String resource = target.kind().storage();
        StoreSnapshot snapshot = store.listAndWatch(resource, selection.prefix(), stream, stream::opened);
        stream.sendInitial(snapshot.objects().stream()
                .filter(object -> selection.matches(object.json()))
                .toList());
        if (request.flag("sendInitialEvents") && request.flag("allowWatchBookmarks")) {
            ObjectNode bookmark = bookmark(target, snapshot.revision());
            bookmark.withObject("metadata").putObject("annotations").put("k8s.io/initial-events-end", "true");
            stream.sendBookmark(bookmark);
        }
    }

    private void startTimers(ServerRequest request, RequestTarget target, WatchStream stream) {
        request.number("timeoutSeconds").ifPresent(seconds -> {
            long timer = vertx.setTimer(Math.max(1, seconds * 1000), fired -> stream.execute(stream::end));
            stream.onClose(() -> vertx.cancelTimer(timer));
        });
        if (request.flag("allowWatchBookmarks")) {
            vertx.setPeriodic(BOOKMARK_MILLIS, timer -> stream.execute(() -> sendBookmark(timer, target, stream)));
        }
    }

    private void sendBookmark(long timer, RequestTarget target, WatchStream stream) {
        if (stream.isClosed()) {
            vertx.cancelTimer(timer);
            return;
        }
        long revision = store.revision();
        if (stream.isIdle()) {
            stream.sendBookmark(bookmark(target, revision));
        }
    }

    private static ObjectNode bookmark(RequestTarget target, long revision) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        object.put("kind", target.kind().kind()).put("apiVersion", target.apiVersion());
        object.putObject("metadata").put("resourceVersion", Long.toString(revision));
        return object;
    }
}
