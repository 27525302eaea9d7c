// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.patch;

import static dev.spurline.embedded.internal.apiserver.patch.Json.object;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.embedded.internal.apiserver.schema.types.CanonicalForm;
import dev.spurline.embedded.internal.apiserver.schema.types.Kind;
import dev.spurline.embedded.internal.apiserver.schema.types.StructType;
import dev.spurline.embedded.internal.apiserver.schema.types.TypeCatalogue;
import java.time.Instant;

/** One object with several writers. */
abstract class ServerSideApplyTestCase {

    static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    final Kind kind;
    final StructType type;
    ObjectNode live;

    ServerSideApplyTestCase(Kind kind) {
        this.kind = kind;
        this.type = TypeCatalogue.builtIn().find(kind).orElseThrow();
        this.live = shaped(object("{}"));
    }

    void create(String manager, String content) {
        store(FieldOwnership.update(
                live,
                shaped(configuration(content)),
                type,
                FieldManager.updating(manager, kind.apiVersion(), ""),
                ResetFields.STATUS,
                NOON));
    }

    void apply(String manager, String content) {
        apply(manager, content, false);
    }

    void apply(String manager, String content, boolean force) {
        store(ServerSideApply.apply(
                live,
                configuration(content),
                type,
                new FieldManager(manager, true, kind.apiVersion(), ""),
                force,
                ResetFields.STATUS,
                this::shaped,
                NOON));
    }

    JsonNode owned(String manager) {
        for (JsonNode entry : live.path("metadata").path("managedFields")) {
            if (entry.path("manager").asText().equals(manager)) {
                return entry.path("fieldsV1");
            }
        }
        return object("{}");
    }

    private void store(ObjectNode result) {
        live = result;
        live.withObject("/metadata").put("uid", "u");
    }

    private ObjectNode configuration(String content) {
        ObjectNode configuration = object(content);
        configuration.put("apiVersion", kind.apiVersion()).put("kind", kind.name());
        configuration.withObject("/metadata").put("name", "one");
        return configuration;
    }

    private ObjectNode shaped(ObjectNode node) {
        return CanonicalForm.of(node, type).object();
    }
}
