// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.embedded.internal.apiserver.kinds.ResourceKind.Trait;
import dev.spurline.embedded.internal.apiserver.registry.RequestTarget;
import dev.spurline.embedded.internal.apiserver.status.StatusException;
import dev.spurline.embedded.internal.apiserver.storage.ExpiredException;
import dev.spurline.embedded.internal.apiserver.storage.StoreSnapshot;
import dev.spurline.embedded.internal.apiserver.storage.StoredObject;
import dev.spurline.embedded.internal.apiserver.storage.VersionedStore;
import java.util.List;
import java.util.Optional;

/**
 * One page of a list; all pages show the collection as it was when the first was read.
 *
 * @param items the objects
 * @param metadata of the list
 */
record ListPage(List<StoredObject> items, ObjectNode metadata) {

    static ListPage of(ServerRequest request, RequestTarget target, VersionedStore store) {
        OptionRules.checkRead(request);
        ObjectSelection selection = ObjectSelection.of(request, target);
        Optional<ContinueToken> token = request.parameter("continue").map(ContinueToken::parse);
        StoreSnapshot snapshot = snapshot(request, target, store, selection, token);
        List<StoredObject> items = snapshot.objects().stream()
                .filter(object -> selection.isEmpty() || selection.matches(object.json()))
                .filter(object -> token.isEmpty() || token.get().admits(key(target, selection, object)))
                .toList();
        long limit = limit(request);
        boolean cut = limit > 0 && items.size() > limit;
        ObjectNode metadata = JsonNodeFactory.instance.objectNode();
        if (target.kind().has(Trait.CUSTOM)) {
            metadata.put("continue", "");
        }
        metadata.put("resourceVersion", Long.toString(snapshot.revision()));
        if (!cut) {
            return new ListPage(items, metadata);
        }
        List<StoredObject> page = items.subList(0, (int) limit);
        String last = key(target, selection, page.get(page.size() - 1));
        metadata.put("continue", ContinueToken.after(last, snapshot.revision()).text());
        if (selection.isEmpty()) {
            metadata.put("remainingItemCount", items.size() - page.size());
        }
        return new ListPage(page, metadata);
    }

    /** Who takes any version, from the server's cache, gets all at once. */
    private static long limit(ServerRequest request) {
        boolean any = request.parameter("resourceVersion").filter("0"::equals).isPresent()
                && request.parameter("continue").isEmpty();
        return any ? 0 : request.number("limit").orElse(0);
    }

    private static StoreSnapshot snapshot(
            ServerRequest request,
            RequestTarget target,
            VersionedStore store,
            ObjectSelection selection,
            Optional<ContinueToken> token) {
        String resource = target.kind().storage();
        if (token.isPresent() && !token.get().isInconsistent()) {
            return at(store, resource, selection, token.get());
        }
        long version = ResourceVersion.ofList(request);
        ResourceVersion.requireReached(version, store.revision());
        if (request.parameter("resourceVersionMatch").filter("Exact"::equals).isPresent()) {
            try {
                return store.listAt(resource, selection.prefix(), version);
            } catch (ExpiredException e) {
                throw new StatusException(410, "Expired", "The resourceVersion for the provided list is too old.");
            }
        }
        return store.list(resource, selection.prefix());
    }

    private static StoreSnapshot at(
            VersionedStore store, String resource, ObjectSelection selection, ContinueToken token) {
        ResourceVersion.requireReached(token.revision(), store.revision());
        try {
            return store.listAt(resource, selection.prefix(), token.revision());
        } catch (ExpiredException e) {
            String fresh = token.inconsistent().text();
            StatusException expired = new StatusException(
                    410,
                    "Expired",
                    "The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.");
            expired.status().withObject("metadata").put("continue", fresh);
            throw expired;
        }
    }

    private static String key(RequestTarget target, ObjectSelection selection, StoredObject object) {
        var metadata = object.json().path("metadata");
        return target.kind()
                .key(
                        metadata.path("namespace").asText(""),
                        metadata.path("name").asText())
                .substring(selection.prefix().length());
    }
}
