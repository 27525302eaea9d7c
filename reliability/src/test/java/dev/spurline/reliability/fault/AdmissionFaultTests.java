// SPDX-License-Identifier: Apache-2.0
package dev.spurline.reliability.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.LiveSandbox;
import dev.spurline.RoutingKey;
import dev.spurline.SandboxEngine;
import dev.spurline.SandboxException;
import dev.spurline.internal.text.JsonTrees;
import dev.spurline.reliability.proxy.Disturbance;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What admission may do to what is written: refuse it, add to it, make it dangerous. */
class AdmissionFaultTests extends AdversityTestCase {

    @ParameterizedTest
    @CsvSource({
        "/jobs, Anchor [Job lane-0-a/spurline-engine-",
        "/configmaps, Creating [ConfigMap lane-0-a/spurline-",
        "/services, Creating [Service lane-0-a/back-",
        "/deployments, Creating [Deployment lane-0-a/back-",
        "/httproutes, Creating [HTTPRoute lane-0-a/back-",
        "/status, its readiness gate [spurline.dev/unselected] could not be set"
    })
    void aRefusalByAdmissionIsToldWithItsObject(String path, String told) {
        proxy.rule(request -> request.write() && request.path().endsWith(path)
                ? Disturbance.refuse("not in this house")
                : Disturbance.NONE);

        try (SandboxEngine engine = connect(LANE)) {
            assertThatThrownBy(() -> open(engine, LANE, ONE))
                    .isInstanceOf(SandboxException.class)
                    .hasMessageContaining(told)
                    .hasMessageContaining("admission webhook denied the request: not in this house");
        }
    }

    @Test
    void whatAdmissionAddsToEachKindDoesNoHarm() {
        mutate("", object -> {
            ObjectNode metadata = object.withObject("/metadata");
            metadata.withObject("/labels").put("audited", "yes");
            metadata.withObject("/annotations").put("audited", "yes");
        });

        try (SandboxEngine engine = connect(LANE);
                LiveSandbox sandbox = open(engine, LANE, TWO)) {
            awaitForked(sandbox, TWO);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "suspend, true, false",
        "managedBy, others.example/controller, ''",
        "activeDeadlineSeconds, 99999, 5",
        "parallelism, 1, 0"
    })
    void anAnchorThatWouldNotEndIsRefused(String field, String value, String wanted) {
        mutate("/jobs", object -> object.withObject("/spec").set(field, JsonTrees.parse(value)));

        try (SandboxEngine engine = connect(LANE)) {
            assertThatThrownBy(() -> open(engine, LANE, ONE))
                    .isInstanceOf(SandboxException.class)
                    .hasMessageMatching("Anchor \\[Job lane-0-a/spurline-engine-[a-z2-7]{10}] "
                            + Pattern.quote(
                                    "was changed on its way in: [%s] is [%s] instead of [%s], so that its timer might never end it. Exempt objects with the label app.kubernetes.io/managed-by=spurline from that admission policy"
                                            .formatted(field, value, wanted)));
        }
    }

    @Test
    void aRouteThatWouldConcernEverybodyIsRefusedBeforeItIsMade() {
        proxy.forget();
        mutate("/httproutes", AdmissionFaultTests::misled);

        try (SandboxEngine engine = connect(LANE)) {
            RoutingKey key = RoutingKey.random();
            assertThatThrownBy(() -> engine.open(ONE.spec(LANE, key, TIMEOUT)))
                    .isInstanceOf(SandboxException.class)
                    .hasMessage(
                            "[HTTPRoute lane-0-a/back-%s] would be changed on its way in: [/spec/parentRefs/0/port] is not as it was sent, so that it might concern requests of others. Exempt objects with the label app.kubernetes.io/managed-by=spurline from that admission policy"
                                    .formatted(key));
        }
        assertThat(proxy.seen())
                .noneMatch(request -> request.write() && request.path().endsWith("/httproutes"));
    }

    @Test
    void whereNoDryRunIsAnsweredTheRouteItselfIsLookedAt() {
        proxy.rule(request -> {
            if (request.dryRun()) {
                return Disturbance.answer(400, "BadRequest");
            }
            return request.path().endsWith("/httproutes") && !request.created().isEmpty()
                    ? Disturbance.mutate(text -> changed(text, AdmissionFaultTests::misled))
                    : Disturbance.NONE;
        });

        try (SandboxEngine engine = connect(LANE)) {
            RoutingKey key = RoutingKey.random();
            assertThatThrownBy(() -> engine.open(ONE.spec(LANE, key, TIMEOUT)))
                    .isInstanceOf(SandboxException.class)
                    .hasMessage(
                            "[HTTPRoute lane-0-a/back-%s] was changed on its way in: [/spec/parentRefs/0/port] is not as it was sent, so that it might concern requests of others. Exempt objects with the label app.kubernetes.io/managed-by=spurline from that admission policy"
                                    .formatted(key));
        }
    }

    @ParameterizedTest
    @CsvSource({"true, would be", "false, was"})
    void aChangeOfARouteThatAdmissionChangesMakesTheSandboxStale(boolean rehearsed, String verb) {
        try (SandboxEngine engine = connect(LANE);
                LiveSandbox sandbox = open(engine, LANE, ONE)) {
            awaitForked(sandbox, ONE);
            proxy.rule(request -> {
                boolean route = request.verb().equals("PATCH") && request.path().contains("/httproutes/");
                if (route && request.dryRun() && !rehearsed) {
                    return Disturbance.answer(400, "BadRequest");
                }
                return route
                        ? Disturbance.mutate(text -> text.replace("\"port\":80", "\"port\":81"))
                        : Disturbance.NONE;
            });
            GenericKubernetesResource route = foreignRoute();
            bed.client().resource(route).create();
            try {
                Throwable stale = await().until(
                                () -> catchThrowable(() -> sandbox.uri("back")), SandboxException.class::isInstance);
                assertThat(stale)
                        .hasMessageStartingWith(
                                "Sandbox [%s] is stale, because it cannot follow a change of routes or Services of others: [HTTPRoute lane-0-a/back-%s] %s changed on its way in: [/spec/"
                                        .formatted(sandbox.key(), sandbox.key(), verb))
                        .hasMessageEndingWith("Its routes were removed; mend that and run the tests again");
                await().until(() -> leftovers.now().stream().noneMatch(object -> object.contains("HTTPRoute")));
            } finally {
                bed.client().resource(route).delete();
            }
        }
    }

    private GenericKubernetesResource foreignRoute() {
        return bed.client()
                .getKubernetesSerialization()
                .unmarshal("""
                        apiVersion: gateway.networking.k8s.io/v1
                        kind: HTTPRoute
                        metadata: {name: passing-by, namespace: %s}
                        spec:
                          parentRefs: [{group: "", kind: Service, name: back, port: 80}]
                          rules: [{backendRefs: [{name: back, port: 80}]}]
                        """.formatted(LANE.home()), GenericKubernetesResource.class);
    }

    private static void misled(ObjectNode route) {
        ((ObjectNode) route.at("/spec/parentRefs/0")).put("port", 81);
    }

    @Test
    void aForkThatAdmissionGivesTheLabelsOfItsBaselineNeverGetsRequests() {
        mutate("/deployments", object -> ((ObjectNode) object.at("/spec/template/metadata/labels")).put("app", "back"));

        try (SandboxEngine engine = connect(LANE)) {
            assertThatThrownBy(() -> open(engine, LANE, ONE))
                    .isInstanceOf(SandboxException.class)
                    .hasMessageContaining("Service [back] selects its pod by {app=back}");
        }
    }
}
