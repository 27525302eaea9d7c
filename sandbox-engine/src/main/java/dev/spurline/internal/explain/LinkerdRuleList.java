// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.explain;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spurline.internal.routing.AttachedRoute;
import dev.spurline.internal.routing.GatewayApiAttachments;
import dev.spurline.internal.routing.LinkerdAnnotations;
import dev.spurline.internal.routing.RuleSupport;
import dev.spurline.internal.survey.CustomKind;
import dev.spurline.internal.survey.Survey;
import dev.spurline.internal.text.JsonTrees;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The routes on a Service that Linkerd follows for a caller: those of the Service's namespace and of the caller's together. Where
 * there are GRPCRoutes, HTTPRoutes are none, unless the port declares HTTP/1, which has no gRPC (to_proto in
 * policy-controller/grpc/src/outbound.rs).
 */
final class LinkerdRuleList {

    /** timestamp_then_name in policy-controller/grpc/src/outbound.rs. */
    private static final Comparator<AttachedRoute> BY_AGE =
            Comparator.comparing(AttachedRoute::created).thenComparing(AttachedRoute::name);

    private final Survey survey;
    private final CalledPort called;
    private final RuleCaller caller;
    private final ExplanationDraft draft;

    LinkerdRuleList(Survey survey, CalledPort called, RuleCaller caller, ExplanationDraft draft) {
        this.survey = survey;
        this.called = called;
        this.caller = caller;
        this.draft = draft;
    }

    /**
     * Returns the ServiceProfile that keeps routes from being followed, if there is one. One that says nothing does not:
     * should_override_policy in linkerd/app/outbound/src/http/logical/profile.rs of linkerd2-proxy.
     */
    Optional<String> profile() {
        String name = IstioServiceHost.of(
                        called.namespace(), called.service().getMetadata().getName(), survey)
                .name();
        return survey.all(CustomKind.SERVICE_PROFILE).stream()
                .filter(profile -> profile.getMetadata().getName().equals(name)
                        && counts(profile.getMetadata().getNamespace())
                        && says(profile))
                .map(profile ->
                        "ServiceProfile [%s/%s]".formatted(profile.getMetadata().getNamespace(), name))
                .findFirst();
    }

    private static boolean says(GenericKubernetesResource profile) {
        JsonNode spec = JsonTrees.tree(profile).path("spec");
        return !spec.path("routes").isEmpty() || !spec.path("dstOverrides").isEmpty();
    }

    private boolean counts(String namespace) {
        return namespace.equals(called.namespace()) || namespace.equals(caller.namespace());
    }

    /** Returns those that are followed, the oldest first. */
    List<AttachedRoute> followed() {
        List<AttachedRoute> seen = GatewayApiLists.attached(survey, called.name())
                .filter(this::isFollowed)
                .sorted(BY_AGE)
                .toList();
        boolean grpc = !called.declaresHttp() && seen.stream().anyMatch(AttachedRoute::grpc);
        seen.stream()
                .filter(route -> route.grpc() != grpc)
                .forEach(route -> draft.passOver(route.title(), otherKind(route)));
        return seen.stream().filter(route -> route.grpc() == grpc).toList();
    }

    private static String otherKind(AttachedRoute route) {
        return route.grpc()
                ? "is a GRPCRoute, which Linkerd does not follow on a port that declares appProtocol [http]"
                : "is an HTTPRoute, which Linkerd does not follow beside a GRPCRoute";
    }

    private boolean isFollowed(AttachedRoute route) {
        Optional<String> reason = ignored(route);
        reason.ifPresent(text -> draft.passOver(route.title(), text));
        return reason.isEmpty();
    }

    private Optional<String> ignored(AttachedRoute route) {
        if (!route.isOn(called.port().number())) {
            return Optional.of("names port [%d] in its parentRef, and the request is for [%d]"
                    .formatted(route.port().orElseThrow(), called.port().number()));
        }
        if (!counts(route.namespace())) {
            return Optional.of("is for callers in namespace [%s], and the caller is in [%s]"
                    .formatted(route.namespace(), caller.namespace()));
        }
        if (!GatewayApiAttachments.inForce(route, called.name(), survey.mesh())) {
            return Optional.of("is not accepted by Linkerd's controller: see its status");
        }
        return RuleSupport.unsupported(route, false).stream()
                .findFirst()
                .map(filter ->
                        "has the filter [%s], because of which Linkerd follows none of its rules".formatted(filter))
                .or(() -> LinkerdAnnotations.unreadable(route)
                        .map(annotation ->
                                "has the annotation [%s] with a value that cannot be read, because of which Linkerd follows none of its rules"
                                        .formatted(annotation)));
    }
}
