// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spurline.internal.routing.RouteAudience;
import dev.spurline.internal.routing.SandboxRoute;
import dev.spurline.internal.work.Deadline;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the controllers of Gateways say of routes there. */
class GatewayVerdictsTests {

    private static final Duration LONG = Duration.ofMinutes(1);

    private static GenericKubernetesResource route(String name, String status) {
        return Serialization.unmarshal("""
                apiVersion: gateway.networking.k8s.io/v1
                kind: HTTPRoute
                metadata: {name: %s, namespace: shop, generation: 1}
                status: {parents: [%s]}
                """.formatted(name, status), GenericKubernetesResource.class);
    }

    private static String says(String accepted, String message) {
        return "{controllerName: example.com/gateways, conditions: [{type: Accepted, status: \"%s\", reason: Some, message: %s}, {type: ResolvedRefs, status: \"True\", reason: ResolvedRefs, message: fine}]}"
                .formatted(accepted, message);
    }

    private static SandboxRoute planned(String name) {
        return new SandboxRoute(
                route(name, ""),
                "pricing",
                List.of(),
                new RouteAudience(Optional.empty(), Set.of(), Optional.of(Set.of())),
                0,
                "");
    }

    @Test
    void ofWhicheverClassAnAcceptedRouteIsNothingToTell() {
        GatewayVerdicts verdicts = new GatewayVerdicts(List.of(planned("a")));

        verdicts.changed(route("other", says("False", "no")));
        verdicts.changed(route("a", says("True", "fine")));

        assertThat(verdicts.await(Deadline.in(LONG))).isEmpty();
    }

    @Test
    void aRefusedRouteIsToldWithTheReason() {
        GatewayVerdicts verdicts = new GatewayVerdicts(List.of(planned("a")));

        verdicts.changed(route("a", says("False", "too many rules")));

        assertThat(verdicts.await(Deadline.in(Duration.ofMillis(1))))
                .containsExactly(
                        "HTTPRoute [shop/a]: example.com/gateways says [Accepted] is [False], [Some]: too many rules. Requests with the key that come in at that Gateway may reach the baseline: mend what it refers to, as it is a copy of the routes of others there");
    }

    /** The controller has not seen the Service of the fork yet. */
    @Test
    void aRouteThatIsRefusedForAMomentIsNothingToTell() {
        GatewayVerdicts verdicts = new GatewayVerdicts(List.of(planned("a")));
        verdicts.changed(route("a", says("False", "no such Service")));

        assertThat(verdicts.spoken()).isNotDone();

        verdicts.changed(route("a", says("True", "fine")));

        assertThat(verdicts.spoken()).isDone();
        assertThat(verdicts.await(Deadline.in(LONG))).isEmpty();
    }

    @Test
    void whatNobodySpeaksOfIsToldAfterAWhile() {
        GatewayVerdicts verdicts = new GatewayVerdicts(List.of(planned("a")));

        assertThat(verdicts.await(Deadline.in(Duration.ofMillis(1))))
                .containsExactly(
                        "No controller has accepted HTTPRoute [shop/a] after 3 s: requests with the key that come in at its Gateway may reach the baseline. Check that the controller of the Gateway's class runs");
    }

    @Test
    void theRoutesOfTheLatestPlanAreWaitedFor() {
        GatewayVerdicts verdicts = new GatewayVerdicts(List.of(planned("a")));
        verdicts.changed(route("a", says("False", "no")));

        verdicts.follow(List.of());

        assertThat(verdicts.await(Deadline.in(LONG))).isEmpty();
    }

    @Test
    void whoClosesWaitsForNothingAndIsToldNothing() {
        GatewayVerdicts verdicts = new GatewayVerdicts(List.of(planned("a")));

        verdicts.close();

        assertThat(verdicts.await(Deadline.in(LONG))).isEmpty();
    }
}
