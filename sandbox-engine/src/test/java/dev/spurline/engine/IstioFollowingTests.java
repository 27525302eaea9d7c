// SPDX-License-Identifier: Apache-2.0
package dev.spurline.engine;

import static dev.spurline.engine.ForeignRoutes.NAMED;
import static dev.spurline.engine.ForeignRoutes.prefix;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.spurline.ClusterSettings;
import dev.spurline.ForkSpec;
import dev.spurline.LiveSandbox;
import dev.spurline.PreflightException;
import dev.spurline.RoutingKey;
import dev.spurline.SandboxEngine;
import dev.spurline.SandboxException;
import dev.spurline.SandboxSpec;
import dev.spurline.Settings;
import dev.spurline.cluster.ClusterSpec;
import dev.spurline.embedded.AdmissionHook;
import dev.spurline.embedded.AdmissionRequest;
import dev.spurline.embedded.AdmissionVerdict;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class IstioFollowingTests extends FollowingTestCase {

    private static final Duration LONG = Duration.ofSeconds(60);

    IstioFollowingTests() {
        super(ClusterSpec.Mesh.ISTIO);
    }

    @Test
    void aSandboxThatCannotFollowIsStaleAndTakesItsRoutesAway() {
        try (LiveSandbox sandbox = engine.open(forked())) {
            routes.put("own", NAMED, prefix("/a", "SELF", "own"));
            routes.put("portless", "", prefix("/b", "SELF", "mixed"));

            Throwable stale = await().atMost(LONG)
                    .until(() -> catchThrowable(() -> sandbox.uri("back")), SandboxException.class::isInstance);
            assertThat(stale)
                    .hasMessage(
                            "Sandbox [%s] is stale, because it cannot follow a change of routes or Services of others: "
                                            .formatted(sandbox.key())
                                    + "Service [hops/back] has routes with and without parentRef.port, of which Istio follows only the oldest form: "
                                    + "HTTPRoute [hops/back-own], HTTPRoute [hops/back-portless]. Let all of them name the port, or none. "
                                    + "Its routes were removed; mend that and run the tests again");
            assertThatThrownBy(sandbox::evidence).hasMessage(stale.getMessage());
            await().atMost(LONG)
                    .untilAsserted(
                            () -> assertThat(routes.of(sandbox.key().value())).isEmpty());
        }
    }

    @Test
    void withoutAnAnchorNothingIsDerivedFromForeignRoutes() {
        try (SandboxEngine unanchored = SandboxEngine.connect(unanchored())) {
            try (LiveSandbox sandbox = unanchored.open(forked())) {
                routes.put("own", NAMED, prefix("/a", "SELF", "own"));

                Throwable stale = await().atMost(LONG)
                        .until(() -> catchThrowable(() -> sandbox.uri("back")), SandboxException.class::isInstance);
                assertThat(stale).hasMessageContaining("leave spurline.anchor out");
            }
            assertThatThrownBy(() -> unanchored.open(forked()))
                    .isInstanceOf(PreflightException.class)
                    .hasMessage(
                            "Service [hops/back] has routes of others (HTTPRoute [hops/back-own]), from which ours would be derived, "
                                    + "and with spurline.anchor=none nothing ends ours when nobody follows those any more: leave spurline.anchor out");
        }
    }

    private ClusterSettings unanchored() {
        Map<String, String> properties = new HashMap<>(cluster.properties(LEASE));
        properties.put("spurline.anchor", "none");
        return ClusterSettings.from(
                name -> Optional.ofNullable(properties.get(name)).map(text -> new Settings.Value(text, "the test")));
    }

    /** Such a Service sends requests to pods that are not ready, so that a readiness gate alone keeps none away. */
    @Test
    void aForkThatASelectorReachesLaterIsRemoved() {
        try (LiveSandbox sandbox = engine.open(forked())) {
            String app = "back-" + sandbox.key();
            selectEverything(app);

            await().atMost(LONG)
                    .untilAsserted(() -> assertThat(cluster.client()
                                    .pods()
                                    .inNamespace("hops")
                                    .withLabel(
                                            "spurline.dev/sandbox",
                                            sandbox.key().value())
                                    .list()
                                    .getItems())
                            .extracting(Pod::getMetadata)
                            .isEmpty());
            assertThat(cluster.objects(sandbox.key().value()))
                    .noneMatch(object -> object.startsWith("Deployment/") || object.startsWith("HTTPRoute/"));
            assertThatThrownBy(() -> sandbox.uri("back"))
                    .hasMessage(
                            "Sandbox [%s] is no longer safe to use: Service [everything] selects its pod by {app=%s}, so requests of others would reach the fork. "
                                            .formatted(sandbox.key(), app)
                                    + "Its forks were removed; change that selector and run the tests again");
        } finally {
            selectNothing();
        }
    }

    /** Its routes would lead to nothing, and nobody would wait for them in vain. */
    @Test
    void aForkThatASelectorReachesWhileItsRoutesAreMadeIsNotHandedOver() {
        RoutingKey key = RoutingKey.random();
        SandboxSpec spec = SandboxSpec.builder()
                .key(key)
                .fork(ForkSpec.of("back").env("WORD", "forked"))
                .timeout(LONG)
                .build();
        try (AdmissionHook hook = cluster.admission(request -> selectBeforeRoute(request, "back-" + key))) {
            assertThat(hook).isNotNull();
            assertThatThrownBy(() -> engine.open(spec))
                    .isInstanceOf(SandboxException.class)
                    .hasMessage(
                            "Sandbox [%s] is no longer safe to use: Service [everything] selects its pod by {app=back-%s}, so requests of others would reach the fork. "
                                            .formatted(key, key)
                                    + "Its forks were removed; change that selector and run the tests again");
            await().atMost(LONG)
                    .untilAsserted(
                            () -> assertThat(cluster.objects(key.value())).isEmpty());
        } finally {
            selectNothing();
        }
    }

    /** Holds the route up until the fork is gone. */
    private AdmissionVerdict selectBeforeRoute(AdmissionRequest request, String app) {
        boolean route =
                request.operation().equals("CREATE") && request.resource().startsWith("httproutes.");
        if (route && !request.dryRun()) {
            selectEverything(app);
            await().atMost(LONG)
                    .until(() -> cluster.client()
                                    .apps()
                                    .deployments()
                                    .inNamespace("hops")
                                    .withName(app)
                                    .get()
                            == null);
        }
        return AdmissionVerdict.allow();
    }

    private void selectEverything(String app) {
        cluster.client()
                .resource(new ServiceBuilder()
                        .withNewMetadata()
                        .withName("everything")
                        .withNamespace("hops")
                        .endMetadata()
                        .withNewSpec()
                        .withSelector(Map.of("app", app))
                        .withPublishNotReadyAddresses(true)
                        .addNewPort()
                        .withName("http")
                        .withPort(80)
                        .endPort()
                        .endSpec()
                        .build())
                .create();
    }

    private void selectNothing() {
        cluster.client().services().inNamespace("hops").withName("everything").delete();
    }
}
