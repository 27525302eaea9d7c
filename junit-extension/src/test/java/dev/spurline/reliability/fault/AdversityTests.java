/*
 * Copyright 2026 the Spurline authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package dev.spurline.reliability.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.CleanupException;
import dev.spurline.LiveSandbox;
import dev.spurline.RoutingKey;
import dev.spurline.SandboxEngine;
import dev.spurline.SandboxException;
import dev.spurline.internal.text.Json;
import dev.spurline.reliability.bed.BaselineLoad;
import dev.spurline.reliability.bed.Bed;
import dev.spurline.reliability.bed.Callers;
import dev.spurline.reliability.bed.Lane;
import dev.spurline.reliability.bed.Leftovers;
import dev.spurline.reliability.bed.Shape;
import dev.spurline.reliability.proxy.ApiProxy;
import dev.spurline.reliability.proxy.ApiRequest;
import dev.spurline.reliability.proxy.Disturbance;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a cluster may do to a sandbox that is in order: admission, quotas, and people who remove things. */
@Execution(ExecutionMode.SAME_THREAD)
class AdversityTests {

    private static final Duration LEASE = Duration.ofSeconds(5);
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final Lane LANE = new Lane(0, false);
    private static final Lane DOOMED = new Lane(1, false);
    private static final Shape ONE = new Shape(1, 1, false);
    private static final Shape TWO = new Shape(2, 1, false);

    @TempDir
    static Path directory;

    private static Bed bed;
    private static ApiProxy proxy;
    private static Path kubeconfig;
    private static Leftovers leftovers;
    private static BaselineLoad load;

    @BeforeAll
    static void start() {
        bed = Bed.start(directory, List.of(LANE, DOOMED));
        proxy = ApiProxy.before(bed.config());
        kubeconfig = bed.kubeconfig("adversity", proxy.kubeconfig(Bed.CONTEXT));
        leftovers = new Leftovers(bed, LANE);
        load = BaselineLoad.on(List.of(bed.entry(LANE.home())), PAUSE);
    }

    @AfterAll
    static void stop() {
        load.close();
        proxy.close();
        bed.close();
    }

    @AfterEach
    void nothingIsLeftAndNobodyElseNoticed() {
        proxy.calm();
        await().atMost(LEASE.plusSeconds(10))
                .untilAsserted(() -> assertThat(leftovers.now()).isEmpty());
        assertThat(load.differences()).isEmpty();
    }

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
        mutate("/jobs", object -> object.withObject("/spec").set(field, Json.parse(value)));

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
        mutate("/httproutes", AdversityTests::misled);

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
                    ? Disturbance.mutate(text -> changed(text, AdversityTests::misled))
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

    private static GenericKubernetesResource foreignRoute() {
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
    void anEngineAsksAgainForTheKindsThatItCouldNotLearn() {
        proxy.rule(request -> request.path().equals("/apis") ? Disturbance.answer(403, "Forbidden") : Disturbance.NONE);

        try (SandboxEngine engine = connect(LANE)) {
            assertThatThrownBy(() -> open(engine, LANE, ONE)).isInstanceOf(SandboxException.class);

            proxy.calm();
            try (LiveSandbox sandbox = open(engine, LANE, ONE)) {
                awaitForked(sandbox, ONE);
            }
        }
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

    @ParameterizedTest
    @CsvSource({
        "job, Its anchor removes the rest when its lease ends",
        "none, It has no anchor that would remove the rest"
    })
    void whatCannotBeRemovedIsNamedWithTheCommandThatDoes(String anchor, String rest) {
        Map<String, String> properties = new HashMap<>(Bed.properties(LANE, LEASE, kubeconfig));
        properties.put("spurline.anchor", anchor);
        RoutingKey key;
        try (SandboxEngine engine = SandboxEngine.connect(Bed.settings(properties))) {
            LiveSandbox sandbox = open(engine, LANE, ONE);
            key = sandbox.key();
            proxy.rule(
                    request -> request.verb().equals("DELETE") && request.path().contains("/configmaps/spurline-")
                            ? Disturbance.refuse("nobody leaves")
                            : Disturbance.NONE);

            CleanupException left = catchThrowableOfType(CleanupException.class, sandbox::close);

            assertThat(left.getMessage())
                    .startsWith(
                            "Sandbox [%s] could not be removed from namespace [lane-0-a] completely: ".formatted(key))
                    .contains("admission webhook denied the request: nobody leaves")
                    .endsWith(
                            "}). %s; to remove it now: kubectl --context bed -n lane-0-a delete httproutes,deployments,services,networkpolicies,configmaps -l spurline.dev/sandbox=%s"
                                    .formatted(rest, key));
            assertThat(left.getSuppressed()).isNotEmpty();
            proxy.calm();
        }
        if (anchor.equals("none")) {
            bed.client()
                    .configMaps()
                    .inNamespace(LANE.home())
                    .withName("spurline-" + key)
                    .delete();
        }
    }

    @Test
    void whatASweepCannotRemoveIsNamed() {
        Map<String, String> properties = new HashMap<>(Bed.properties(LANE, LEASE, kubeconfig));
        properties.put("spurline.anchor", "none");
        try (SandboxEngine forgetful = SandboxEngine.connect(Bed.settings(properties));
                SandboxEngine later = connect(LANE);
                LiveSandbox sandbox = open(forgetful, LANE, ONE)) {
            proxy.rule(
                    request -> request.verb().equals("DELETE") && request.path().contains("/services/")
                            ? Disturbance.refuse("nobody leaves")
                            : Disturbance.NONE);

            CleanupException left = await().atMost(LEASE.multipliedBy(4))
                    .until(
                            () -> catchThrowableOfType(
                                    CleanupException.class, () -> later.sweep(LANE.home(), Duration.ofSeconds(1))),
                            Objects::nonNull);

            assertThat(left.getMessage())
                    .startsWith("Sandbox [%s] in namespace [lane-0-a] could not be swept: ".formatted(sandbox.key()))
                    .contains("services/back-" + sandbox.key())
                    .contains("admission webhook denied the request: nobody leaves");
            proxy.calm();
        }
    }

    @Test
    void aQuotaThatRunsOutHalfWay() {
        ResourceQuota quota = new ResourceQuotaBuilder()
                .withNewMetadata()
                .withName("three-workloads")
                .withNamespace(LANE.home())
                .endMetadata()
                .withNewSpec()
                .addToHard("count/deployments.apps", new Quantity("3"))
                .endSpec()
                .build();
        bed.client().resource(quota).create();
        await().until(() -> bed.client().resource(quota).get().getStatus() != null
                && new Quantity("2")
                        .equals(bed.client()
                                .resource(quota)
                                .get()
                                .getStatus()
                                .getUsed()
                                .get("count/deployments.apps")));

        try (SandboxEngine engine = connect(LANE)) {
            assertThatThrownBy(() -> open(engine, LANE, TWO))
                    .isInstanceOf(SandboxException.class)
                    .hasMessageContaining("Creating [Deployment lane-0-a/")
                    .hasMessageContaining("exceeded quota: three-workloads");
        } finally {
            bed.client().resource(quota).delete();
        }
    }

    @Test
    void aRecordDeletedByHandEndsItsSandboxAndNoOther() {
        try (SandboxEngine engine = connect(LANE)) {
            LiveSandbox sandbox = open(engine, LANE, ONE);
            bed.client()
                    .configMaps()
                    .inNamespace(LANE.home())
                    .withName("spurline-" + sandbox.key())
                    .delete();

            Throwable gone = await().atMost(LEASE)
                    .until(() -> catchThrowable(() -> sandbox.uri("back")), SandboxException.class::isInstance);
            assertThat(gone)
                    .hasMessage(
                            "Sandbox [%s] is gone: Deployment [lane-0-a/back-%s] of its fork was deleted, and not by this engine. Nothing is re-created silently. Run the tests again"
                                    .formatted(sandbox.key(), sandbox.key()));
            assertThatCode(sandbox::close).doesNotThrowAnyException();
            try (LiveSandbox later = open(engine, LANE, ONE)) {
                awaitForked(later, ONE);
            }
        }
    }

    @Test
    void anEvictedForkComesBack() {
        try (SandboxEngine engine = connect(LANE);
                LiveSandbox sandbox = open(engine, LANE, ONE)) {
            String first = sandbox.forks().get(0).pod();

            assertThat(bed.client()
                            .pods()
                            .inNamespace(LANE.home())
                            .withName(first)
                            .evict())
                    .isTrue();

            await().until(() ->
                    bed.client().pods().inNamespace(LANE.home()).withName(first).get() == null);
            awaitForked(sandbox, ONE);
            assertThat(Callers.get(sandbox.uri("back").resolve("/"), sandbox.headers()))
                    .isEqualTo("back forked");
        }
    }

    @Test
    void aNamespaceThatIsDeletedTakesItsSandboxesAlong() {
        try (SandboxEngine engine = connect(DOOMED)) {
            LiveSandbox sandbox = open(engine, DOOMED, ONE);
            bed.client()
                    .resource(new ConfigMapBuilder()
                            .withNewMetadata()
                            .withName("holds-the-door")
                            .withNamespace(DOOMED.home())
                            .withFinalizers("others.example/door")
                            .endMetadata()
                            .build())
                    .create();
            bed.client().namespaces().withName(DOOMED.home()).delete();

            // Until the anchor is found gone, pods that go one by one may be what is told.
            await().atMost(LEASE.multipliedBy(2))
                    .untilAsserted(() -> assertThatThrownBy(() -> sandbox.uri("front"))
                            .isInstanceOf(SandboxException.class)
                            .hasMessageContaining(" gone"));
            assertThatCode(sandbox::close).doesNotThrowAnyException();
        }
        try (SandboxEngine engine = connect(DOOMED)) {
            assertThatThrownBy(() -> open(engine, DOOMED, ONE)).isInstanceOf(SandboxException.class);
        }
        assertThat(bed.client()
                        .batch()
                        .v1()
                        .jobs()
                        .inNamespace(DOOMED.home())
                        .list()
                        .getItems())
                .isEmpty();
        bed.client()
                .configMaps()
                .inNamespace(DOOMED.home())
                .withName("holds-the-door")
                .edit(door -> {
                    door.getMetadata().setFinalizers(List.of());
                    return door;
                });
    }

    /** Changes what is created, of one kind or of all. */
    private static void mutate(String path, Consumer<ObjectNode> change) {
        proxy.rule(request ->
                created(request, path) ? Disturbance.mutate(text -> changed(text, change)) : Disturbance.NONE);
    }

    private static String changed(String text, Consumer<ObjectNode> change) {
        JsonNode object = Json.parse(text);
        change.accept((ObjectNode) object);
        return object.toString();
    }

    private static boolean created(ApiRequest request, String path) {
        return !request.created().isEmpty() && request.path().endsWith(path);
    }

    private static void awaitForked(LiveSandbox sandbox, Shape shape) {
        String wanted = String.valueOf(shape.answers(LANE).get(LANE.home()));
        await().until(() -> Callers.get(bed.entry(LANE.home()), sandbox.headers()), wanted::equals);
    }

    private static SandboxEngine connect(Lane lane) {
        return SandboxEngine.connect(Bed.settings(Bed.properties(lane, LEASE, kubeconfig)));
    }

    private static LiveSandbox open(SandboxEngine engine, Lane lane, Shape shape) {
        return engine.open(shape.spec(lane, RoutingKey.random(), TIMEOUT));
    }
}
