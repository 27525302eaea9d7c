// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.embedded.internal.apiserver.admission.AdmissionHooks;
import dev.spurline.embedded.internal.apiserver.patch.FieldManager;
import dev.spurline.embedded.internal.apiserver.patch.FieldOwnership;
import dev.spurline.embedded.internal.apiserver.patch.ResetFields;
import dev.spurline.embedded.internal.apiserver.patch.ServerSideApply;
import dev.spurline.embedded.internal.apiserver.schema.ObjectSchema;
import dev.spurline.embedded.internal.apiserver.schema.ServerSetFields;
import dev.spurline.embedded.internal.apiserver.schema.rules.FieldError;
import dev.spurline.embedded.internal.apiserver.schema.rules.ObjectRejection;
import dev.spurline.embedded.internal.apiserver.schema.types.CanonicalForm;
import dev.spurline.embedded.internal.apiserver.schema.types.MalformedException;
import java.time.Instant;
import java.util.List;

/**
 * What one writer makes of objects of one kind: their form, their defaults, their owners.
 *
 * <p>Source: {@code k8s.io/apiserver/pkg/endpoints/handlers/create.go} (createHandler).
 */
record ObjectPreparation(RequestTarget target, ObjectSchema schema, WriteOptions options) {

    /**
     * Brings what a client has sent into its stored form, with defaults.
     *
     * @param complaint how to say that a value does not fit, or that a field is unknown
     */
    ObjectNode complete(ObjectNode sent, Refusal complaint) {
        try {
            CanonicalForm.CanonicalObject shaped = schema.shaped(sent);
            if (!shaped.unknown().isEmpty()) {
                options.unknown().found(shaped.unknown());
            }
            ObjectNode result = schema.withDefaults(shaped.object());
            ServerSetFields.completeAny(result, schema.kind());
            return result;
        } catch (MalformedException e) {
            throw complaint.about(e.complaint());
        }
    }

    /** Brings what hooks have made of an object into its stored form again; what they invented is left out. */
    ObjectNode readmitted(ObjectNode asked, ObjectNode answered) {
        if (asked.equals(answered)) {
            return asked;
        }
        ObjectPreparation lenient = new ObjectPreparation(target, schema, options.ignoring());
        return lenient.complete(answered, AdmissionHooks::internal);
    }

    /** Returns the status with which an object begins. */
    JsonNode emptyStatus() {
        return schema.withDefaults(schema.empty()).path("status");
    }

    /** Refuses what a patch has turned into another kind, by what is wrong with it there. */
    void requireKind(ObjectNode patched, ObjectSchema other, Refusal complaint) {
        try {
            other.shaped(patched);
        } catch (MalformedException e) {
            throw complaint.about(e.complaint());
        }
    }

    /** Says that the body of a create or an update cannot be read. */
    Refusal unreadable() {
        return why -> ObjectRejection.badRequest("%s in version \"%s\" cannot be handled as a %s: %s"
                .formatted(target.kind().kind(), target.version(), target.kind().kind(), why));
    }

    /** Returns the object with the owners of what this writer has changed; an apply has taken care of that. */
    ObjectNode owned(ObjectNode live, ObjectNode updated) {
        return options.applies()
                ? updated
                : FieldOwnership.update(live, updated, schema.type(), writer(), ignored(), Instant.now());
    }

    ObjectNode applied(ObjectNode live, ObjectNode configuration) {
        return ServerSideApply.apply(
                live,
                configuration,
                schema.type(),
                writer(),
                options.force(),
                ignored(),
                merged -> complete(merged, unreadable()),
                Instant.now());
    }

    private FieldManager writer() {
        return new FieldManager(options.manager(), options.applies(), target.apiVersion(), target.subresource());
    }

    private ResetFields ignored() {
        if (target.subresource().equals("status")) {
            return ResetFields.ALL_BUT_STATUS;
        }
        return target.kind().hasStatus() ? ResetFields.STATUS : ResetFields.NONE;
    }

    /** Refuses an object that is not valid. */
    void require(List<FieldError> errors, String name) {
        if (!errors.isEmpty()) {
            throw ObjectRejection.invalid(schema.kind(), name, errors);
        }
    }

    /** Turns a reason into a refusal. */
    interface Refusal {
        RuntimeException about(String why);
    }
}
