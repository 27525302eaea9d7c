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

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.embedded.internal.apiserver.kinds.ResourceKind.Trait;
import dev.spurline.embedded.internal.apiserver.status.StatusException;
import dev.spurline.embedded.internal.apiserver.storage.Store;
import dev.spurline.embedded.internal.apiserver.storage.Stored;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Changes objects, with optimistic locking. */
final class Updating {

    private static final String MODIFIED =
            "the object has been modified; please apply your changes to the latest version and try again";

    private static final String OTHER_UID =
            "StorageError: invalid object, Code: 4, Key: /registry/%s/%s, ResourceVersion: 0,"
                    + " AdditionalErrorMsg: Precondition failed: UID in precondition: %s, UID in object meta: %s";

    private final Store store;
    private final ObjectRules rules;
    private final Creation creation;
    private final Deletion deletion;
    private final ObjectModel model;

    Updating(Store store, ObjectRules rules, Creation creation, Deletion deletion, ObjectModel model) {
        this.model = model;
        this.store = store;
        this.rules = rules;
        this.creation = creation;
        this.deletion = deletion;
    }

    Outcome update(Target target, ObjectNode body, WriteOptions options) {
        ObjectNode claimed = body.deepCopy();
        ObjectType.claim(target, claimed);
        requireName(target, claimed);
        boolean absent = store.get(target.kind().storage(), target.key()).isEmpty();
        if (absent
                && target.kind().has(Trait.CREATE_ON_UPDATE)
                && target.subresource().isEmpty()) {
            return creation.create(target, claimed, options);
        }
        ObjectNode decoded = model.decoded(target, claimed, options.strict());
        return change(target, old -> model.owned(target, old, sameObject(target, old, decoded), options), options);
    }

    private static ObjectNode sameObject(Target target, ObjectNode old, ObjectNode object) {
        String uid = Meta.of(object).text("uid");
        String expected = Meta.of(old).text("uid");
        if (!uid.isEmpty() && !uid.equals(expected)) {
            throw target.kind()
                    .conflict(
                            target.name(), OTHER_UID.formatted(target.kind().resource(), target.key(), uid, expected));
        }
        return object.deepCopy();
    }

    /** Applies a configuration; an object that is not there is created. */
    Outcome apply(Target target, ObjectNode configuration, WriteOptions options) {
        ObjectNode claimed = configuration.deepCopy();
        requireName(target, claimed);
        boolean absent = store.get(target.kind().storage(), target.key()).isEmpty();
        return absent && target.subresource().isEmpty()
                ? creation.apply(target, claimed, options)
                : change(target, old -> model.applied(target, old, claimed, options), options);
    }

    private static void requireName(Target target, ObjectNode object) {
        Meta meta = Meta.of(object);
        if (meta.text("name").isEmpty()) {
            meta.node().put("name", target.name());
        }
        if (!meta.text("name").equals(target.name())) {
            throw new StatusException(
                    400,
                    "BadRequest",
                    "the name of the object (%s) does not match the name on the URL (%s)"
                            .formatted(meta.text("name"), target.name()));
        }
    }

    Outcome patch(Target target, UnaryOperator<ObjectNode> change, WriteOptions options) {
        UnaryOperator<ObjectNode> owned = old -> {
            ObjectNode object = model.patched(target, change.apply(old.deepCopy()), options.strict());
            return model.owned(target, old, object, options);
        };
        return change(target, owned, options);
    }

    private Outcome change(Target target, UnaryOperator<ObjectNode> change, WriteOptions options) {
        while (true) {
            Stored read = store.get(target.kind().storage(), target.key())
                    .orElseThrow(() -> target.kind().notFound(target.name()));
            Optional<Outcome> outcome = attempt(target, read, change, options);
            if (outcome.isPresent()) {
                return outcome.get();
            }
        }
    }

    private Optional<Outcome> attempt(
            Target target, Stored read, UnaryOperator<ObjectNode> change, WriteOptions options) {
        ObjectNode object = change.apply(read.copy());
        ObjectType.claim(target, object);
        requireName(target, object);
        requirePreconditions(target, read.json(), object);
        model.requireValid(target, read.json(), object);
        rules.prepareUpdate(target, read.json(), object);
        Meta.of(object).take("resourceVersion", read.json().path("metadata"));
        return finished(target, read, model.stored(target, object), options);
    }

    private Optional<Outcome> finished(Target target, Stored read, ObjectNode object, WriteOptions options) {
        if (object.equals(read.json())) {
            return Optional.of(new Outcome(200, read.json()));
        }
        return options.dryRun() ? Optional.of(new Outcome(200, object)) : save(target, read, object);
    }

    private Optional<Outcome> save(Target target, Stored read, ObjectNode object) {
        if (rules.mayGo(target.kind(), object)) {
            return deletion.remove(target, read).map(stored -> new Outcome(200, object));
        }
        Optional<Stored> stored = store.replace(target.kind().storage(), target.key(), read, object);
        stored.ifPresent(version -> rules.stored(target.kind(), version.json()));
        return stored.map(version -> new Outcome(200, version.json()));
    }

    private static void requirePreconditions(Target target, ObjectNode old, ObjectNode object) {
        Meta before = Meta.of(old);
        Meta after = Meta.of(object);
        String version = after.text("resourceVersion");
        if (!version.isEmpty() && !version.equals("0") && !version.equals(before.text("resourceVersion"))) {
            throw target.kind().conflict(target.name(), MODIFIED);
        }
    }
}
