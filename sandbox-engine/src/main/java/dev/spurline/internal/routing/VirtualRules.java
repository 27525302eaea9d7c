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
import java.util.stream.Stream;

/** Reads the rules of a VirtualService of others. */
public final class VirtualRules {

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
    public static List<VirtualRule> written(GenericKubernetesResource object) {
        List<VirtualRule> rules = new ArrayList<>();
        for (JsonNode rule : VirtualServiceAttachments.spec(object).path("http")) {
            rules.add(new VirtualRule(
                    (ObjectNode) rule, object.getMetadata().getNamespace(), SandboxRoute.title(object)));
        }
        return rules;
    }

    /**
     * Returns the rules that decide: in the place of a rule with a delegate those of the delegate, as Istio merges them.
     *
     * @throws PreflightException if a delegate could not be read
     */
    List<VirtualRule> flat(GenericKubernetesResource object) {
        written(object).forEach(this::refuseUnread);
        written(object).forEach(this::refuseUnsaid);
        written(object).forEach(rule -> refuseOtherRevision(rule, object));
        return known(object);
    }

    /** Returns the rules that decide as far as they are known: a rule whose delegate could not be read stays as it is. */
    List<VirtualRule> known(GenericKubernetesResource object) {
        List<VirtualRule> flat = new ArrayList<>();
        for (VirtualRule rule : written(object)) {
            if (rule.json().has("delegate") && unread(rule).isEmpty()) {
                delegate(rule).ifPresent(delegate -> flat.addAll(DelegateMerge.of(rule, written(delegate))));
            } else {
                flat.add(rule);
            }
        }
        return flat;
    }

    /** Returns a sentence for each VirtualService of others of which a delegate could not be read, so that nobody knows where it leads. */
    List<String> unknownLeads() {
        return survey.all(CustomKind.VIRTUAL_SERVICE).stream()
                .filter(object -> !SpurlineLabels.ofSandbox(object))
                .flatMap(object -> written(object).stream()
                        .flatMap(rule -> unread(rule).stream()
                                .map(missing ->
                                        "%s leads to the delegate [%s/%s], which cannot be read (%s): if that leads to a fork, requests by it reach the baseline, key or not"
                                                .formatted(
                                                        rule.title(),
                                                        delegateNamespace(rule),
                                                        rule.json()
                                                                .at("/delegate/name")
                                                                .asText(),
                                                        missing.reason()))))
                .toList();
    }

    /** Returns the namespace of the delegate that a rule leads to. */
    public static String delegateNamespace(VirtualRule rule) {
        return rule.json().at("/delegate/namespace").asText(rule.namespace());
    }

    private Optional<Survey.Unread> unread(VirtualRule rule) {
        return rule.json().has("delegate")
                ? survey.unread(CustomKind.VIRTUAL_SERVICE, delegateNamespace(rule))
                : Optional.empty();
    }

    /** One that is not there, or that the namespace does not see, does nothing. */
    private Optional<GenericKubernetesResource> delegate(VirtualRule rule) {
        return named(rule)
                .filter(object -> Visibility.of(object, rule.namespace(), usual) != Visibility.HIDDEN)
                .findFirst();
    }

    private Stream<GenericKubernetesResource> named(VirtualRule rule) {
        String namespace = delegateNamespace(rule);
        String name = rule.json().at("/delegate/name").asText();
        return survey.all(CustomKind.VIRTUAL_SERVICE).stream()
                .filter(object -> object.getMetadata().getNamespace().equals(namespace)
                        && object.getMetadata().getName().equals(name))
                // What stands in a slot belongs to sandboxes, and is no part of the owner's rules.
                .filter(object -> !SpurlineLabels.ofSandbox(object))
                .filter(object ->
                        VirtualServiceAttachments.spec(object).path("hosts").isEmpty());
    }

    /** One in another namespace may be hidden by the defaults of the mesh, and its rule does nothing then. */
    private void refuseUnsaid(VirtualRule rule) {
        MeshDefaults.of(survey)
                .unknown()
                .ifPresent(unknown -> named(rule)
                        .filter(object -> Visibility.isUsual(object)
                                && !object.getMetadata().getNamespace().equals(rule.namespace()))
                        .findFirst()
                        .ifPresent(object -> {
                            throw new PreflightException(
                                    "%s leads to the delegate [%s/%s], which does not say whether namespace [%s] sees it, and %s: let it say exportTo: [\"*\"], or grant get on that ConfigMap, as docs/rbac-istio-system.yaml does"
                                            .formatted(
                                                    rule.title(),
                                                    object.getMetadata().getNamespace(),
                                                    object.getMetadata().getName(),
                                                    rule.namespace(),
                                                    unknown));
                        }));
    }

    /** Ours is for the control planes that read the object, and has the rules of its delegates. */
    private void refuseOtherRevision(VirtualRule rule, GenericKubernetesResource object) {
        delegate(rule)
                .filter(delegate -> ObjectRevision.label(delegate).isPresent()
                        && !ObjectRevision.label(delegate).equals(ObjectRevision.label(object)))
                .ifPresent(delegate -> {
                    throw new PreflightException(
                            "%s leads to the delegate [%s/%s], which is for the revision [%s] of Istio alone (label %s): give both the same label, or none"
                                    .formatted(
                                            rule.title(),
                                            delegate.getMetadata().getNamespace(),
                                            delegate.getMetadata().getName(),
                                            ObjectRevision.label(delegate).orElseThrow(),
                                            ObjectRevision.LABEL));
                });
    }

    /** What was not read may be there, and the rules that decide would be others than those that are copied. */
    private void refuseUnread(VirtualRule rule) {
        unread(rule).ifPresent(missing -> {
            String namespace = delegateNamespace(rule);
            String name = rule.json().at("/delegate/name").asText();
            throw new PreflightException(
                    "%s leads to the delegate [%s/%s], and VirtualServices of namespace [%s] cannot be read (%s), so that its rules are not known: grant list and watch on [virtualservices.networking.istio.io] there"
                            .formatted(rule.title(), namespace, name, namespace, missing.reason()));
        });
    }
}
