// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.PreflightException;
import dev.spurline.internal.survey.CustomKind;
import dev.spurline.internal.survey.SpurlineLabels;
import dev.spurline.internal.survey.Survey;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the rules of a VirtualService of others. */
final class VirtualRules {

    private final Survey survey;
    private final List<String> usual;

    /**
     * Prepares for a survey.
     *
     * @param usual for whom a VirtualService is that does not say it
     */
    VirtualRules(Survey survey, List<String> usual) {
        this.survey = survey;
        this.usual = usual;
    }

    /** Returns the rules as they are written, those that lead to delegates among them. */
    static List<VirtualRule> written(GenericKubernetesResource object) {
        List<VirtualRule> rules = new ArrayList<>();
        for (JsonNode rule : VirtualServiceAttachments.spec(object).path("http")) {
            rules.add(new VirtualRule(
                    (ObjectNode) rule, object.getMetadata().getNamespace(), SandboxRoute.title(object)));
        }
        return rules;
    }

    /** Returns the rules that decide: in the place of a rule with a delegate those of the delegate, as Istio merges them. */
    List<VirtualRule> flat(GenericKubernetesResource object) {
        List<VirtualRule> flat = new ArrayList<>();
        for (VirtualRule rule : written(object)) {
            if (rule.json().has("delegate")) {
                delegate(rule).ifPresent(delegate -> flat.addAll(DelegateMerge.of(rule, written(delegate))));
            } else {
                flat.add(rule);
            }
        }
        return flat;
    }

    /** One that is not there, or that the namespace does not see, does nothing. */
    private Optional<GenericKubernetesResource> delegate(VirtualRule rule) {
        JsonNode delegate = rule.json().path("delegate");
        String namespace = delegate.path("namespace").asText(rule.namespace());
        refuseUnread(rule, namespace, delegate.path("name").asText());
        return survey.all(CustomKind.VIRTUAL_SERVICE).stream()
                .filter(object -> object.getMetadata().getNamespace().equals(namespace)
                        && object.getMetadata()
                                .getName()
                                .equals(delegate.path("name").asText()))
                // What stands in a slot belongs to sandboxes, and is no part of the owner's rules.
                .filter(object -> !SpurlineLabels.ofSandbox(object))
                .filter(object ->
                        VirtualServiceAttachments.spec(object).path("hosts").isEmpty())
                .filter(object -> Visibility.of(object, rule.namespace(), usual) != Visibility.HIDDEN)
                .findFirst();
    }

    /** What was not read may be there, and the rules that decide would be others than those that are copied. */
    private void refuseUnread(VirtualRule rule, String namespace, String name) {
        survey.unread(CustomKind.VIRTUAL_SERVICE, namespace).ifPresent(missing -> {
            throw new PreflightException(
                    "%s leads to the delegate [%s/%s], and VirtualServices of namespace [%s] cannot be read (%s), so that its rules are not known: grant list and watch on [virtualservices.networking.istio.io] there"
                            .formatted(rule.title(), namespace, name, namespace, missing.reason()));
        });
    }
}
