// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.http;

import dev.spurline.embedded.internal.apiserver.kinds.ResourceKind.Trait;
import dev.spurline.embedded.internal.apiserver.registry.DeleteOptions;
import dev.spurline.embedded.internal.apiserver.registry.ObjectRegistry;
import dev.spurline.embedded.internal.apiserver.registry.RequestTarget;
import dev.spurline.embedded.internal.apiserver.registry.WriteOutcome;
import dev.spurline.embedded.internal.apiserver.schema.rules.PodWarnings;
import dev.spurline.embedded.internal.apiserver.schema.types.Kind;
import dev.spurline.embedded.internal.apiserver.status.StatusException;
import dev.spurline.embedded.internal.apiserver.storage.StoredObject;

/** Reads and writes objects and collections. */
final class ResourceHandler {

    private final ObjectRegistry registry;
    private final TableReply tables;

    ResourceHandler(ObjectRegistry registry) {
        this.registry = registry;
        this.tables = new TableReply(registry);
    }

    ServerResponse reply(ServerRequest request, RequestTarget target) {
        boolean one = !target.name().isEmpty();
        boolean meant = switch (request.method()) {
            case "POST" -> !one || !target.subresource().isEmpty();
            case "PUT", "PATCH" -> one;
            default -> true;
        };
        if (!meant) {
            throw methodNotAllowed();
        }
        return switch (request.method()) {
            case "GET" -> target.name().isEmpty() ? list(request, target) : get(request, target);
            case "POST" -> created(request, target);
            case "PUT" -> answer(target, registry.update(target, request.object(target), request.writeOptions()));
            case "PATCH" -> patch(request, target);
            case "DELETE" -> target.name().isEmpty() ? deleteCollection(request, target) : delete(request, target);
            default -> throw methodNotAllowed();
        };
    }

    private ServerResponse created(ServerRequest request, RequestTarget target) {
        WriteOutcome outcome = registry.create(target, request.object(target), request.writeOptions());
        return answer(target, warned(request, target, outcome));
    }

    private static WriteOutcome warned(ServerRequest request, RequestTarget target, WriteOutcome outcome) {
        if (outcome.code() == 201 && target.subresource().isEmpty()) {
            PodWarnings.of(Kind.of(target.apiVersion(), target.kind().kind()), outcome.object())
                    .forEach(request::warn);
            if (target.kind().group().equals("admissionregistration.k8s.io")) {
                request.warn(
                        "the embedded API server calls no webhooks: this configuration is kept, and has no effect");
            }
        }
        return outcome;
    }

    static StatusException methodNotAllowed() {
        return new StatusException(
                        405, "MethodNotAllowed", "the server does not allow this method on the requested resource")
                .about("", "", "");
    }

    private ServerResponse get(ServerRequest request, RequestTarget target) {
        ResourceVersion.of(request);
        if (TableReply.isWanted(request)) {
            return tables.one(request, target, registry.get(target));
        }
        if (PartialMetadata.isWanted(request)) {
            return PartialMetadata.one(registry.get(target));
        }
        return ServerResponse.json(200, new ObjectEncoding(target).object(registry.get(target)));
    }

    private ServerResponse list(ServerRequest request, RequestTarget target) {
        ListPage page = ListPage.of(request, target, registry.store());
        if (TableReply.isWanted(request)) {
            return tables.page(request, target, page);
        }
        if (PartialMetadata.isWanted(request)) {
            return PartialMetadata.list(page);
        }
        return ServerResponse.json(200, new ObjectEncoding(target).list(page.items(), page.metadata()));
    }

    private ServerResponse patch(ServerRequest request, RequestTarget target) {
        if (request.contentType().equals(PatchReader.APPLY)) {
            WriteOutcome outcome =
                    registry.apply(target, PatchReader.configuration(request, target), request.writeOptions());
            return answer(target, warned(request, target, outcome));
        }
        return answer(target, registry.patch(target, PatchReader.of(request, target), request.writeOptions()));
    }

    private ServerResponse delete(ServerRequest request, RequestTarget target) {
        warnOfOrphans(request, target);
        return answer(target, registry.delete(target, deleteOptions(request)));
    }

    private static void warnOfOrphans(ServerRequest request, RequestTarget target) {
        boolean orphans = target.kind().has(Trait.ORPHANS_BY_DEFAULT)
                && deleteOptions(request).propagation().isEmpty();
        if (orphans) {
            request.warn(
                    "child pods are preserved by default when jobs are deleted; set"
                            + " propagationPolicy=Background to remove them or set propagationPolicy=Orphan to suppress this warning");
        }
    }

    private static DeleteOptions deleteOptions(ServerRequest request) {
        return DeleteOptions.read(
                request.json(),
                request.parameter("dryRun").isPresent(),
                request.parameter("propagationPolicy"),
                request.number("gracePeriodSeconds"),
                request.user());
    }

    private ServerResponse deleteCollection(ServerRequest request, RequestTarget target) {
        warnOfOrphans(request, target);
        ListPage page = ListPage.of(request, target, registry.store());
        DeleteOptions options = deleteOptions(request);
        for (StoredObject object : page.items()) {
            var metadata = object.json().path("metadata");
            RequestTarget one = new RequestTarget(
                    target.kind(),
                    target.version(),
                    metadata.path("namespace").asText(""),
                    metadata.path("name").asText(),
                    "");
            deleteIfThere(one, options);
        }
        return ServerResponse.json(200, new ObjectEncoding(target).list(page.items(), page.metadata()));
    }

    private void deleteIfThere(RequestTarget target, DeleteOptions options) {
        try {
            registry.delete(target, options);
        } catch (StatusException e) {
            if (e.code() != 404) {
                throw e;
            }
        }
    }

    /** Answers with what was written; watches have it from the same bytes. */
    private ServerResponse answer(RequestTarget target, WriteOutcome outcome) {
        ObjectEncoding encoding = new ObjectEncoding(target);
        var metadata = outcome.object().path("metadata");
        String key = target.kind()
                .key(
                        metadata.path("namespace").asText(""),
                        metadata.path("name").asText(""));
        return ServerResponse.json(
                outcome.code(),
                registry.store()
                        .get(target.kind().storage(), key)
                        .filter(stored -> stored.holds(outcome.object()))
                        .map(encoding::object)
                        .orElseGet(() -> encoding.object(outcome.object())));
    }
}
