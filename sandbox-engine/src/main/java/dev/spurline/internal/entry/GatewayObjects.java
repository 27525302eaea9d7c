// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.entry;

import dev.spurline.internal.preflight.AccessRight;
import dev.spurline.internal.routing.GatewayLead;
import dev.spurline.internal.survey.CustomKind;
import dev.spurline.internal.survey.PermissionQuery;
import dev.spurline.internal.survey.Survey;
import dev.spurline.internal.work.RetryPolicy;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads Gateways, their pods and the Services of these, which may be in namespaces that no plan depends on. */
final class GatewayObjects {

    private static final String GATEWAYS = "gateways";
    private static final List<AccessRight> OF_PODS = List.of(
            new AccessRight("list", "", "pods"),
            new AccessRight("list", "", "services"),
            new AccessRight("create", "", "pods/portforward"),
            new AccessRight("get", "", "pods/portforward"));

    private final KubernetesClient client;
    private final PermissionQuery permit;
    private final Survey survey;

    /**
     * Reads through a client.
     *
     * @param permit tells what may be read
     * @param survey what was read for the plan
     */
    GatewayObjects(KubernetesClient client, PermissionQuery permit, Survey survey) {
        this.client = client;
        this.permit = permit;
        this.survey = survey;
    }

    /** Returns which rights are missing to read a Gateway. */
    Set<AccessRight> missing(GatewayLead lead) {
        AccessRight right = new AccessRight("get", group(lead), GATEWAYS);
        String[] name = lead.gateway().split("/", 2);
        boolean granted = known(lead).isPresent()
                || permit.granted(right.verb(), right.group(), right.resource(), name[0], name[1]);
        return granted ? Set.of() : Set.of(right);
    }

    /** Returns which rights are missing to go into pods of a namespace. */
    Set<AccessRight> missing(String namespace) {
        Set<AccessRight> missing = new LinkedHashSet<>(OF_PODS);
        missing.removeIf(right -> permit.granted(right.verb(), right.group(), right.resource(), namespace));
        return missing;
    }

    /** Returns a Gateway, if there is one. */
    Optional<GenericKubernetesResource> gateway(GatewayLead lead) {
        return known(lead).or(() -> read(lead));
    }

    private Optional<GenericKubernetesResource> known(GatewayLead lead) {
        return lead.istio()
                ? survey.all(CustomKind.ISTIO_GATEWAY).stream()
                        .filter(gateway -> lead.gateway()
                                .equals(gateway.getMetadata().getNamespace() + "/"
                                        + gateway.getMetadata().getName()))
                        .findFirst()
                : Optional.empty();
    }

    private Optional<GenericKubernetesResource> read(GatewayLead lead) {
        String[] name = lead.gateway().split("/", 2);
        ResourceDefinitionContext kind = new ResourceDefinitionContext.Builder()
                .withGroup(group(lead))
                .withVersion(version(lead))
                .withKind("Gateway")
                .withPlural(GATEWAYS)
                .withNamespaced(true)
                .build();
        return Optional.ofNullable(RetryPolicy.whole(
                "GET gateways",
                () -> client.genericKubernetesResources(kind)
                        .inNamespace(name[0])
                        .withName(name[1])
                        .get()));
    }

    private static String group(GatewayLead lead) {
        return lead.istio() ? CustomKind.ISTIO_GATEWAY.group() : CustomKind.HTTP_ROUTE.group();
    }

    /** Gateways of the Gateway API have had each version that HTTPRoutes have had. */
    private String version(GatewayLead lead) {
        return survey.served(lead.istio() ? CustomKind.ISTIO_GATEWAY : CustomKind.HTTP_ROUTE)
                .orElse("v1");
    }

    /** Returns the ready pods that have some labels, by name. */
    List<Pod> readyPods(String namespace, Map<String, String> labels) {
        return RetryPolicy.whole(
                        "LIST pods",
                        () -> client.pods()
                                .inNamespace(namespace)
                                .withLabels(labels)
                                .list()
                                .getItems())
                .stream()
                .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
                .filter(Readiness::isPodReady)
                .sorted(Comparator.comparing(pod -> pod.getMetadata().getName()))
                .toList();
    }

    /** Returns the Services of a namespace. */
    List<Service> services(String namespace) {
        return RetryPolicy.whole(
                "LIST services",
                () -> client.services().inNamespace(namespace).list().getItems());
    }
}
