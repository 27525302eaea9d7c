// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.internal.routing.ServiceHosts;
import dev.spurline.internal.survey.CustomKind;
import dev.spurline.internal.survey.SpurlineLabels;
import dev.spurline.internal.survey.Survey;
import dev.spurline.internal.text.JsonTrees;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Service;
import java.util.ArrayList;
import java.util.List;

/** Copies how callers speak to a baseline's Service (TLS, pools, load balancing) for the fork's twin of it. */
final class DestinationRules {

    private final ForkDraft draft;
    private final Survey survey;
    private final ForkObjects objects;

    DestinationRules(ForkDraft draft, Survey survey, ForkObjects objects) {
        this.draft = draft;
        this.survey = survey;
        this.objects = objects;
    }

    List<PlanStep> of(Service service) {
        List<PlanStep> steps = new ArrayList<>();
        ServiceHosts hosts = new ServiceHosts(service);
        for (GenericKubernetesResource rule : survey.all(CustomKind.DESTINATION_RULE)) {
            JsonNode spec = JsonTrees.tree(rule).path("spec");
            boolean concerned = hosts.exactly(spec.path("host").asText(), rule)
                    && spec.path("trafficPolicy").isObject();
            if (concerned && !SpurlineLabels.ofSandbox(rule)) {
                copy(rule, (ObjectNode) spec, service, steps);
            }
        }
        return steps;
    }

    private void copy(GenericKubernetesResource rule, ObjectNode spec, Service service, List<PlanStep> steps) {
        String namespace = draft.baseline().namespace();
        if (!namespace.equals(rule.getMetadata().getNamespace())) {
            draft.warn("DestinationRule [%s/%s] for callers there has no twin for the fork"
                    .formatted(
                            rule.getMetadata().getNamespace(),
                            rule.getMetadata().getName()));
            return;
        }
        String twin = draft.names().of(service.getMetadata().getName());
        spec.put("host", twin + "." + namespace + ".svc.cluster.local");
        spec.remove("subsets");
        withoutEjection(spec.path("trafficPolicy"));
        GenericKubernetesResource copy = new GenericKubernetesResource();
        copy.setApiVersion(rule.getApiVersion());
        copy.setKind(rule.getKind());
        copy.setMetadata(objects.metadata(draft.names().of(rule.getMetadata().getName() + "-host"), namespace));
        copy.setAdditionalProperty("spec", JsonTrees.map(spec));
        steps.add(new PlanStep(
                Wave.NETWORK,
                copy,
                "DestinationRule %s speaks to Service %s as %s does to %s, but never ejects its only pod"
                        .formatted(
                                copy.getMetadata().getName(),
                                twin,
                                rule.getMetadata().getName(),
                                service.getMetadata().getName()),
                0));
    }

    /** Ejecting one of three pods is a cure; ejecting the only one is an outage. */
    private static void withoutEjection(JsonNode policy) {
        if (policy instanceof ObjectNode object) {
            object.remove("outlierDetection");
        }
        policy.path("portLevelSettings").forEach(DestinationRules::withoutEjection);
    }
}
