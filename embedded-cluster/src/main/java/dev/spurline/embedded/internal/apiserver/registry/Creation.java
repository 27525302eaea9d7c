/*
 * Copyright 2026 the Spurline authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package dev.spurline.embedded.internal.apiserver.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.embedded.internal.apiserver.kinds.ResourceKind;
import dev.spurline.embedded.internal.apiserver.kinds.ResourceKind.Trait;
import dev.spurline.embedded.internal.apiserver.schema.Preparation;
import dev.spurline.embedded.internal.apiserver.status.StatusException;
import dev.spurline.embedded.internal.apiserver.status.StatusException.Cause;
import dev.spurline.embedded.internal.apiserver.storage.Store;
import dev.spurline.embedded.internal.apiserver.storage.Stored;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** Creates objects. */
final class Creation {

    /** Without vowels and what looks alike, as Kubernetes. */
    private static final String SUFFIX_ALPHABET = "bcdfghjklmnpqrstvwxz2456789";

    private final Store store;
    private final ObjectRules rules;
    private final ObjectModel model;

    Creation(Store store, ObjectRules rules, ObjectModel model) {
        this.store = store;
        this.rules = rules;
        this.model = model;
    }

    Outcome create(Target target, ObjectNode body, WriteOptions options) {
        ObjectNode claimed = body.deepCopy();
        ObjectType.claim(target, claimed);
        ObjectNode object = model.decoded(target, claimed, options.strict());
        stamp(target, object);
        return store(target, model.owned(target, model.empty(target), object, options), options);
    }

    /** Creates an object from a configuration that is applied. */
    Outcome apply(Target target, ObjectNode configuration, WriteOptions options) {
        ObjectNode object = model.applied(target, model.empty(target), configuration, options);
        ObjectType.claim(target, object);
        JsonNode owners = object.path("metadata").path("managedFields");
        stamp(target, object);
        Meta.of(object).node().set("managedFields", owners);
        return store(target, object, options);
    }

    private Outcome store(Target target, ObjectNode object, WriteOptions options) {
        model.requireValid(target, object);
        Preparation.ofNew(object, model.schema(target).kind());
        rules.prepareCreate(target, object);
        String name = Meta.of(object).text("name");
        return new Outcome(201, save(target.named(name), model.stored(target, object), options));
    }

    private void stamp(Target target, ObjectNode object) {
        Meta meta = Meta.of(object);
        requireOpenNamespace(target);
        if (!meta.text("resourceVersion").isEmpty()) {
            throw new StatusException(500, "", "resourceVersion should not be set on objects to be created");
        }
        name(target.kind(), meta);
        identify(target, meta);
    }

    private ObjectNode save(Target target, ObjectNode object, WriteOptions options) {
        ResourceKind kind = target.kind();
        if (options.dryRun()) {
            if (store.get(kind.storage(), target.key()).isPresent()) {
                throw kind.alreadyExists(target.name());
            }
            return object;
        }
        Stored stored =
                store.create(kind.storage(), target.key(), object).orElseThrow(() -> kind.alreadyExists(target.name()));
        rules.stored(kind, object);
        return stored.json();
    }

    private void requireOpenNamespace(Target target) {
        if (!target.kind().namespaced()) {
            return;
        }
        Optional<Stored> namespace = store.get("namespaces", target.namespace());
        if (namespace.isEmpty()) {
            throw new StatusException(404, "NotFound", "namespaces \"%s\" not found".formatted(target.namespace()))
                    .about(target.namespace(), "", "namespaces");
        }
        if (namespace.get().json().path("metadata").has("deletionTimestamp")) {
            throw NamespaceTerminating.refusal(target);
        }
    }

    private static void name(ResourceKind kind, Meta meta) {
        String prefix = meta.text("generateName");
        if (meta.text("name").isEmpty() && !prefix.isEmpty()) {
            meta.node().put("name", prefix.substring(0, Math.min(prefix.length(), 58)) + suffix());
        }
        if (meta.text("name").isEmpty()) {
            throw kind.invalid(
                    "",
                    List.of(new Cause(
                            "FieldValueRequired",
                            "Required value: name or generateName is required",
                            "metadata.name")));
        }
    }

    private static String suffix() {
        StringBuilder suffix = new StringBuilder(5);
        ThreadLocalRandom.current()
                .ints(5, 0, SUFFIX_ALPHABET.length())
                .forEach(index -> suffix.append(SUFFIX_ALPHABET.charAt(index)));
        return suffix.toString();
    }

    private static void identify(Target target, Meta meta) {
        meta.node()
                .remove(List.of(
                        "deletionTimestamp", "deletionGracePeriodSeconds", "selfLink", "generation", "managedFields"));
        meta.node().put("uid", UUID.randomUUID().toString()).put("creationTimestamp", Meta.now());
        meta.finalizers(meta.finalizers());
        if (target.kind().has(Trait.GENERATION)) {
            meta.node().put("generation", 1);
        }
    }
}
