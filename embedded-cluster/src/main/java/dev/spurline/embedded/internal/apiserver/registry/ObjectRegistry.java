// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.embedded.internal.apiserver.admission.AdmissionHooks;
import dev.spurline.embedded.internal.apiserver.kinds.ResourceKind;
import dev.spurline.embedded.internal.apiserver.kinds.ResourceKinds;
import dev.spurline.embedded.internal.apiserver.storage.StoredObject;
import dev.spurline.embedded.internal.apiserver.storage.VersionedStore;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;

/** The objects of the cluster with the rules for reading and writing them. */
public final class ObjectRegistry {

    private final VersionedStore store = new VersionedStore();
    private final ResourceKinds kinds = new ResourceKinds();
    private final AdmissionHooks webhooks = new AdmissionHooks();
    private final SchemaLookup schemas = new SchemaLookup(store);
    private final AdmissionChain admission = new AdmissionChain(store, kinds, webhooks);
    private final ObjectRules rules = new ObjectRules(store, kinds);
    private final ObjectDeletion deletion = new ObjectDeletion(store, rules, admission);
    private final ObjectCreation creation;
    private final ObjectUpdate updating;
    private final DefinitionLifecycle definitionLife = new DefinitionLifecycle(store, kinds, schemas, deletion);

    /**
     * Starts without objects.
     *
     * @param now says when an object is created
     */
    public ObjectRegistry(InstantSource now) {
        creation = new ObjectCreation(store, schemas, rules, admission, now);
        updating = new ObjectUpdate(store, schemas, rules, admission, creation, deletion);
    }

    /** Returns the hooks of tests. */
    public AdmissionHooks webhooks() {
        return webhooks;
    }

    /**
     * Has a webhook of the cluster's own look at the objects of a resource, which it cannot change.
     *
     * @param resource with its group, such as {@code deployments.apps}
     * @param webhook its name
     * @param error says why an object is refused, if it is
     */
    public void validate(String resource, String webhook, Function<JsonNode, Optional<String>> error) {
        admission.add(resource, new ObjectValidator(webhook, error));
    }

    /** Returns the schema of each kind. */
    public SchemaLookup schemas() {
        return schemas;
    }

    /** Returns the storage, for reading and watching. */
    public VersionedStore store() {
        return store;
    }

    /** Returns the resources offered. */
    public ResourceKinds kinds() {
        return kinds;
    }

    /** Returns an object, or fails with 404. */
    public StoredObject get(RequestTarget target) {
        return store.get(target.kind().storage(), target.key())
                .orElseThrow(() -> target.kind().notFound(target.name()));
    }

    /** Creates an object. */
    public WriteOutcome create(RequestTarget target, ObjectNode body, WriteOptions options) {
        return followed(target, creation.create(target, body, options));
    }

    /** Reads a question, which is answered and not stored. */
    public ObjectNode review(RequestTarget target, ObjectNode body, WriteOptions options) {
        ObjectPreparation preparation =
                new ObjectPreparation(target, schemas.of(target.kind(), target.version()), options);
        ObjectNode question = body.deepCopy();
        ObjectType.requireMatching(target, question);
        ObjectNode nothing = preparation.schema().empty();
        nothing.putObject("spec");
        return preparation.owned(nothing, preparation.complete(question, preparation.unreadable()));
    }

    /** Replaces an object. */
    public WriteOutcome update(RequestTarget target, ObjectNode body, WriteOptions options) {
        return followed(target, updating.update(target, body, options));
    }

    /** Changes an object; the change is computed again if another writer was faster. */
    public WriteOutcome patch(RequestTarget target, ObjectPatch patch, WriteOptions options) {
        return followed(target, updating.patch(target, patch, options));
    }

    /** Applies a configuration server-side. */
    public WriteOutcome apply(RequestTarget target, ObjectNode configuration, WriteOptions options) {
        return followed(target, updating.apply(target, configuration, options));
    }

    /** Deletes an object, or marks it. */
    public WriteOutcome delete(RequestTarget target, DeleteOptions options) {
        return followed(target, deletion.delete(target, options));
    }

    private WriteOutcome followed(RequestTarget target, WriteOutcome outcome) {
        definitionLife.follow(target, outcome.object());
        return outcome;
    }

    /** Creates an object of the server's own, unless it is there. */
    public void ensure(ResourceKind kind, String namespace, ObjectNode object) {
        String name = object.path("metadata").path("name").asText();
        RequestTarget target = new RequestTarget(kind, kind.versions().get(0), namespace, "", "");
        if (store.get(kind.storage(), kind.key(namespace, name)).isEmpty()) {
            create(target, object, WriteOptions.own());
        }
    }
}
