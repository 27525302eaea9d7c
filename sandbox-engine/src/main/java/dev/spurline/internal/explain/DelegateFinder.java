// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.explain;

import dev.spurline.internal.routing.MeshDefaults;
import dev.spurline.internal.routing.VirtualRule;
import dev.spurline.internal.routing.VirtualRules;
import dev.spurline.internal.routing.Visibility;
import dev.spurline.internal.survey.CustomKind;
import dev.spurline.internal.survey.Survey;
import dev.spurline.internal.text.JsonTrees;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.Optional;

/** Finds the delegates that slots of VirtualServices lead to; a slot without one does nothing. */
final class DelegateFinder {

    private final Survey survey;

    DelegateFinder(Survey survey) {
        this.survey = survey;
    }

    /**
     * What a slot leads to.
     *
     * @param object the delegate; empty if the slot does nothing
     * @param problem why it does nothing
     */
    record Found(Optional<GenericKubernetesResource> object, String problem) {

        static Found problem(String text, String name) {
            return new Found(Optional.empty(), "leads to the delegate [%s], %s".formatted(name, text));
        }
    }

    Found find(VirtualRule slot) {
        String namespace = VirtualRules.delegateNamespace(slot);
        String name = namespace + "/" + slot.json().at("/delegate/name").asText();
        Optional<GenericKubernetesResource> object = survey.all(CustomKind.VIRTUAL_SERVICE).stream()
                .filter(found -> name.equals(found.getMetadata().getNamespace() + "/"
                        + found.getMetadata().getName()))
                .findFirst();
        if (object.isEmpty()) {
            return Found.problem(
                    survey.unread(CustomKind.VIRTUAL_SERVICE, namespace)
                            .map(missing -> "which cannot be read (%s)".formatted(missing.reason()))
                            .orElse("which is not there"),
                    name);
        }
        if (!JsonTrees.tree(object.get()).at("/spec/hosts").isEmpty()) {
            return Found.problem("which has hosts and is none", name);
        }
        return Visibility.of(object.get(), slot.namespace(), MeshDefaults.exportTo(survey)) == Visibility.HIDDEN
                ? Found.problem("which is not exported to namespace [%s]".formatted(slot.namespace()), name)
                : new Found(object, "");
    }
}
