// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spurline.PreflightException;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Service;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The rule by which the owner of a VirtualService lets sandboxes take requests: {@code delegate: {name: spurline-<service>}}. As
 * long as no sandbox lives there is no such object, and Istio passes over the rule.
 *
 * @param name the name of the object that it leads to
 * @param namespace the namespace of that object
 */
record DelegateSlot(String name, String namespace) {

    /** Returns the slot that sandboxes on a Service look for. */
    static DelegateSlot of(Service service, SandboxRouting sandbox) {
        return new DelegateSlot(
                sandbox.names().shared(service.getMetadata().getName()),
                service.getMetadata().getNamespace());
    }

    /** Returns the place of the slot among the rules of a VirtualService. */
    Optional<Integer> place(GenericKubernetesResource object) {
        List<VirtualRule> rules = VirtualRules.written(object);
        for (int i = 0; i < rules.size(); i++) {
            if (isIn(rules.get(i))) {
                return Optional.of(i);
            }
        }
        return Optional.empty();
    }

    /** Returns whether a rule is the slot. */
    boolean isIn(VirtualRule rule) {
        return rule.json().at("/delegate/name").asText().equals(name);
    }

    /**
     * Refuses a slot that does not let the sandboxes take all of their requests, or leads elsewhere.
     *
     * @throws PreflightException naming the object and the way out
     */
    void check(GenericKubernetesResource object) {
        int place = place(object).orElseThrow();
        VirtualRule rule = VirtualRules.written(object).get(place);
        JsonNode delegate = rule.json().path("delegate");
        if (place > 0) {
            throw wrong(
                    object,
                    "in [http[%d]], so that the rules before it take requests with the key: let it be the first"
                            .formatted(place));
        }
        if (!rule.json().path("match").isEmpty()) {
            throw wrong(
                    object,
                    "with a match of its own, below which Istio drops the rules of sandboxes without a word, as they match regular expressions: take the match out");
        }
        refuseHandedDown(object, rule);
        if (!delegate.path("namespace").asText(rule.namespace()).equals(namespace)) {
            throw wrong(
                    object,
                    "for namespace [%s], and sandboxes on the Service are in namespace [%s]: let it be\n%s"
                            .formatted(delegate.path("namespace").asText(rule.namespace()), namespace, yaml(object)));
        }
    }

    /** MergeHTTPRoutes in pilot/pkg/model/virtualservice.go of Istio: what a rule of the delegate does not say itself. */
    private void refuseHandedDown(GenericKubernetesResource object, VirtualRule rule) {
        Set<String> fields = new TreeSet<>();
        rule.json().fieldNames().forEachRemaining(fields::add);
        fields.removeAll(Set.of("delegate", "name", "match"));
        if (!fields.isEmpty()) {
            throw wrong(
                    object,
                    "with %s, which Istio hands down to the rules of sandboxes, so that requests with the key would be treated otherwise: let the rule have the delegate alone"
                            .formatted(fields));
        }
    }

    /** Returns what Istio puts before the names of the rules in the slot. */
    String prefix(GenericKubernetesResource object) {
        String name = VirtualRules.written(object)
                .get(place(object).orElseThrow())
                .json()
                .path("name")
                .asText();
        return name.isEmpty() ? "" : name + "-";
    }

    private PreflightException wrong(GenericKubernetesResource object, String how) {
        return new PreflightException("%s has the slot [%s] %s".formatted(SandboxRoute.title(object), name, how));
    }

    /** Returns what is to be put into a VirtualService, to be pasted as first rule. */
    String yaml(GenericKubernetesResource object) {
        String place = object.getMetadata().getNamespace().equals(namespace) ? "" : ", namespace: " + namespace;
        return "  http:\n  - delegate: {name: %s%s}".formatted(name, place);
    }
}
