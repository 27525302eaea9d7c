// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.plan;

import dev.spurline.ForkSpec;
import dev.spurline.internal.survey.CustomKind;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.List;

/** Plans where routes of others lead from a gateway to Services, and what becomes of them. */
abstract class GatewayEntriesTestCase extends PlanTestCase {

    static final String UNSEEN = "No pod of Gateway [";
    static final String LEADS =
            " leads from a gateway straight to Service [shop/pricing] of a fork: what comes in there reaches the baseline, whatever key it carries, ";
    static final String ELSE = ". Tests find the fork without spurline.entry.pricing, by port-forward";

    static SandboxPlan with(String... documents) {
        return plan(
                survey(resource("shop.yaml") + String.join("", documents))
                        .serves(CustomKind.VIRTUAL_SERVICE, "v1")
                        .serves(CustomKind.GRPC_ROUTE, "v1")
                        .build(),
                ForkSpec.of("pricing").env("DISCOUNT", "10"));
    }

    static String httpRoute(String name, String spec) {
        return document("gateway.networking.k8s.io/v1", "HTTPRoute", name, spec);
    }

    static String virtualService(String name, String spec) {
        return document("networking.istio.io/v1", "VirtualService", name, spec);
    }

    static String document(String version, String kind, String name, String spec) {
        return """
                ---
                apiVersion: %s
                kind: %s
                metadata: {name: %s, namespace: %s, creationTimestamp: "2026-03-01T10:00:00Z"}
                spec: %s
                """.formatted(
                version, kind, name.substring(name.indexOf('/') + 1), name.substring(0, name.indexOf('/')), spec);
    }

    static List<String> atGateways(SandboxPlan plan) {
        return plan.steps().stream()
                .map(PlanStep::object)
                .filter(GenericKubernetesResource.class::isInstance)
                .map(object -> object.getKind() + " " + object.getMetadata().getName())
                .filter(title -> title.contains("-gateway-"))
                .toList();
    }
}
