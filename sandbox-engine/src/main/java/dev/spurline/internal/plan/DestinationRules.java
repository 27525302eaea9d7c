// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.internal.routing.ClusterDomain;
import dev.spurline.internal.routing.MeshDefaults;
import dev.spurline.internal.routing.ObjectRevision;
import dev.spurline.internal.routing.ServiceHosts;
import dev.spurline.internal.survey.CustomKind;
import dev.spurline.internal.survey.SpurlineLabels;
import dev.spurline.internal.survey.Survey;
import dev.spurline.internal.text.JsonTrees;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Service;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Copies how callers speak to a baseline's Service (TLS, pools, load balancing) for the fork's twin of it. */
final class DestinationRules {

    private final ForkDraft draft;
    private final Survey survey;
    private final MeshDefaults defaults;
    private final ForkObjects objects;
    private final Function<Service, List<String>> subsets;

    /**
     * Prepares for a fork.
     *
     * @param subsets tells to which subsets of a Service its callers are led
     */
    DestinationRules(ForkDraft draft, Survey survey, ForkObjects objects, Function<Service, List<String>> subsets) {
        this.draft = draft;
        this.survey = survey;
        this.defaults = MeshDefaults.of(survey);
        this.objects = objects;
        this.subsets = subsets;
    }

    List<PlanStep> of(Service service) {
        List<PlanStep> steps = new ArrayList<>();
        ServiceHosts hosts = new ServiceHosts(service);
        List<GenericKubernetesResource> concerned = survey.all(CustomKind.DESTINATION_RULE).stream()
                .filter(rule -> !SpurlineLabels.ofSandbox(rule))
                .filter(ObjectRevision.of(survey)::isRead)
                .filter(rule -> hosts.exactly(spec(rule).path("host").asText(), rule))
                .toList();
        boolean home = concerned.stream().anyMatch(this::isHere);
        for (GenericKubernetesResource rule : concerned) {
            // Istio takes those of the caller's namespace, else the Service's, else the root's (push_context.go:
            // destinationRule).
            if (isHere(rule) || (!home && isForAll(rule))) {
                copy(rule, service, steps);
            } else if (!defaults.isInRoot(rule)) {
                warn(rule);
            }
        }
        return steps;
    }

    /** Returns the rules of others that say how callers speak to this very Service, wherever they are; empty if there are none. */
    static Optional<String> on(Service service, Survey survey) {
        ServiceHosts hosts = new ServiceHosts(service);
        return survey.all(CustomKind.DESTINATION_RULE).stream()
                .filter(rule -> !SpurlineLabels.ofSandbox(rule))
                .filter(rule -> hosts.exactly(spec(rule).path("host").asText(), rule))
                .map(DestinationRules::title)
                .findFirst();
    }

    private static JsonNode spec(GenericKubernetesResource rule) {
        return JsonTrees.tree(rule).path("spec");
    }

    private boolean isHere(GenericKubernetesResource rule) {
        return draft.baseline().namespace().equals(rule.getMetadata().getNamespace());
    }

    /** In the root's namespace, and not for that alone. */
    private boolean isForAll(GenericKubernetesResource rule) {
        return defaults.isInRoot(rule)
                && defaults.isExported(rule, draft.baseline().namespace());
    }

    private static String title(GenericKubernetesResource rule) {
        return "DestinationRule [%s/%s]"
                .formatted(rule.getMetadata().getNamespace(), rule.getMetadata().getName());
    }

    /** A copy would have to be in that namespace: there nothing of the sandbox is. */
    private void warn(GenericKubernetesResource rule) {
        Set<String> settings = SubsetPolicy.settings(spec(rule));
        if (!settings.isEmpty()) {
            draft.warn("%s is for callers there, who reach the fork without its %s%s"
                    .formatted(
                            title(rule),
                            settings,
                            defaults.unknownRoot()
                                    .map("; whether that is Istio's root namespace is not known (%s)"::formatted)
                                    .orElse("")));
        }
    }

    private void copy(GenericKubernetesResource rule, Service service, List<PlanStep> steps) {
        ObjectNode spec = (ObjectNode) spec(rule);
        SubsetPolicy policy = SubsetPolicy.of(spec, subsets.apply(service));
        policy.dropped().ifPresent(what -> draft.warn("%s %s".formatted(title(rule), what)));
        if (policy.traffic().isEmpty()) {
            return;
        }
        String namespace = draft.baseline().namespace();
        String twin = draft.names().of(service.getMetadata().getName());
        spec.put("host", "%s.%s.svc.%s".formatted(twin, namespace, ClusterDomain.of(survey)));
        spec.remove("subsets");
        spec.set("trafficPolicy", policy.traffic());
        GenericKubernetesResource copy = new GenericKubernetesResource();
        copy.setApiVersion(rule.getApiVersion());
        copy.setKind(rule.getKind());
        copy.setMetadata(objects.metadata(draft.names().of(rule.getMetadata().getName() + "-host"), namespace));
        copy.setAdditionalProperty("spec", JsonTrees.map(spec));
        steps.add(new PlanStep(
                Wave.NETWORK,
                copy,
                "DestinationRule %s speaks to Service %s as %s does to %s%s, but never ejects its only pod"
                        .formatted(
                                copy.getMetadata().getName(),
                                twin,
                                rule.getMetadata().getName(),
                                service.getMetadata().getName(),
                                policy.subset()
                                        .map(" in its subset %s"::formatted)
                                        .orElse("")),
                0));
    }
}
