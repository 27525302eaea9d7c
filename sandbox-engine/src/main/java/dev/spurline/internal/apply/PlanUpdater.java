// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.spurline.SandboxException;
import dev.spurline.internal.plan.PlanDifference;
import dev.spurline.internal.plan.PlanStep;
import dev.spurline.internal.plan.Wave;
import dev.spurline.internal.preflight.AdmissionChange;
import dev.spurline.internal.routing.ObjectRevision;
import dev.spurline.internal.routing.SharedRoute;
import dev.spurline.internal.survey.CustomKind;
import dev.spurline.internal.text.JsonTrees;
import dev.spurline.internal.work.RetryPolicy;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Makes what is there what a later plan wants: first what is new, then what is different, last what goes. An object is
 * changed in one write, so that nobody sees a half of it.
 */
public final class PlanUpdater {

    static final PatchContext JSON_PATCH = PatchContext.of(PatchType.JSON);
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;

    private final ObjectWriter writer;

    /** Writes the way that objects are created. */
    public PlanUpdater(ObjectWriter writer) {
        this.writer = writer;
    }

    /**
     * Applies a difference, all of which is an engine's own.
     *
     * @param owners who owns the objects: the records are there already
     * @throws SandboxException if something could not be written; what came before it has been
     */
    void apply(PlanDifference difference, SandboxOwners owners) {
        difference.made().stream()
                .filter(step -> step.wave() != Wave.RECORD)
                .collect(Collectors.groupingBy(PlanStep::wave, TreeMap::new, Collectors.toList()))
                .values()
                .forEach(steps -> writer.perform(steps, owners));
        difference.changed().forEach(step -> change(step, owners));
        difference.gone().forEach(step -> remove(step.object()));
    }

    private void change(PlanStep step, SandboxOwners owners) {
        HasMetadata object = step.object();
        if (SharedRoute.of(object).isPresent()) {
            writer.perform(List.of(step), owners);
            return;
        }
        try {
            String patch = patch(object).toString();
            HasMetadata changed = RetryPolicy.whole(
                    "PATCH " + object.getKind(), () -> writer.resource(object).patch(JSON_PATCH, patch));
            AdmissionChange.refuse("was", object, changed);
        } catch (KubernetesClientException e) {
            replace(step, owners, e);
        }
    }

    /** Copies of policies are made and removed, and no right to change them is asked for. */
    private void replace(PlanStep step, SandboxOwners owners, KubernetesClientException e) {
        if (e.getCode() == FORBIDDEN
                && CustomKind.of(step.object())
                        .filter(CustomKind::policyOrSelector)
                        .isPresent()) {
            remove(step.object());
        } else if (e.getCode() != NOT_FOUND) {
            throw ObjectWriter.failed("Changing", step.object(), e);
        }
        writer.perform(List.of(step), owners);
    }

    static ArrayNode patch(HasMetadata object) {
        JsonNode tree = JsonTrees.tree(object);
        ArrayNode patch = JSON.arrayNode();
        if (object instanceof Service) {
            // The rest of a Service's spec is the server's.
            add(patch, "/spec/ports", tree.at("/spec/ports"));
            add(patch, "/spec/selector", tree.at("/spec/selector"));
        } else {
            add(patch, "/spec", tree.path("spec"));
            relabel(patch, tree.at("/metadata/labels").path(ObjectRevision.LABEL));
        }
        JsonNode annotations = tree.at("/metadata/annotations");
        add(patch, "/metadata/annotations", annotations.isObject() ? annotations : JSON.objectNode());
        return patch;
    }

    /** Of the labels one alone follows the plan; others may have added their own. To remove what is not there is an error. */
    private static void relabel(ArrayNode patch, JsonNode revision) {
        String path = "/metadata/labels/" + ObjectRevision.LABEL.replace("/", "~1");
        add(patch, path, JSON.textNode(revision.asText()));
        if (revision.isMissingNode()) {
            patch.addObject().put("op", "remove").put("path", path);
        }
    }

    private static void add(ArrayNode patch, String path, JsonNode value) {
        patch.addObject().put("op", "add").put("path", path).set("value", value);
    }

    private void remove(HasMetadata object) {
        Optional<SharedRoute> shared = SharedRoute.of(object);
        if (shared.isPresent()) {
            writer.shared().leave(shared.get());
            return;
        }
        try {
            RetryPolicy.whole(
                    "DELETE " + object.getKind(), () -> writer.resource(object).delete());
        } catch (KubernetesClientException e) {
            if (e.getCode() != NOT_FOUND) {
                throw ObjectWriter.failed("Removing", object, e);
            }
        }
    }
}
