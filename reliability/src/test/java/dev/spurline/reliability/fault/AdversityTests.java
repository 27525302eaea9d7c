// SPDX-License-Identifier: Apache-2.0
package dev.spurline.reliability.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.spurline.CleanupException;
import dev.spurline.LiveSandbox;
import dev.spurline.RoutingKey;
import dev.spurline.SandboxEngine;
import dev.spurline.SandboxException;
import dev.spurline.reliability.bed.BedCallers;
import dev.spurline.reliability.bed.TestBed;
import dev.spurline.reliability.proxy.Disturbance;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a cluster may do to a sandbox that is in order: quotas, refused removals, and people who remove things. */
class AdversityTests extends AdversityTestCase {

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

    @ParameterizedTest
    @CsvSource({
        "job, Its anchor removes the rest when its lease ends",
        "none, It has no anchor that would remove the rest"
    })
    void whatCannotBeRemovedIsNamedWithTheCommandThatDoes(String anchor, String rest) {
        Map<String, String> properties = new HashMap<>(TestBed.properties(LANE, LEASE, kubeconfig));
        properties.put("spurline.anchor", anchor);
        RoutingKey key;
        try (SandboxEngine engine = SandboxEngine.connect(TestBed.settings(properties))) {
            LiveSandbox sandbox = open(engine, LANE, ONE);
            key = sandbox.key();
            proxy.rule(
                    request -> request.verb().equals("DELETE") && request.path().contains("/configmaps/spurline-")
                            ? Disturbance.refuse("nobody leaves")
                            : Disturbance.NONE);

            CleanupException left = catchThrowableOfType(CleanupException.class, sandbox::close);

            assertThat(withoutServer(left))
                    .isEqualTo(
                            "Sandbox [%1$s] could not be removed from namespace [lane-0-a] completely: DELETE /api/v1/namespaces/lane-0-a/configmaps/spurline-%1$s answered [403]: admission webhook denied the request: nobody leaves. %2$s; to remove it now: kubectl --context bed -n lane-0-a delete httproutes.gateway.networking.k8s.io,deployments,jobs,services,networkpolicies,configmaps -l spurline.dev/sandbox=%1$s"
                                    .formatted(key, rest));
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
        Map<String, String> properties = new HashMap<>(TestBed.properties(LANE, LEASE, kubeconfig));
        properties.put("spurline.anchor", "none");
        try (SandboxEngine forgetful = SandboxEngine.connect(TestBed.settings(properties));
                SandboxEngine later = connect(LANE);
                LiveSandbox sandbox = open(forgetful, LANE, ONE)) {
            // The record stays, too: else the garbage collector could take the Service before the sweep asks for that.
            proxy.rule(request -> request.verb().equals("DELETE")
                            && (request.path().contains("/services/")
                                    || request.path().contains("/configmaps/spurline-"))
                    ? Disturbance.refuse("nobody leaves")
                    : Disturbance.NONE);

            CleanupException left = await().until(
                            () -> catchThrowableOfType(
                                    CleanupException.class, () -> later.sweep(LANE.home(), Duration.ofSeconds(1))),
                            Objects::nonNull);

            assertThat(withoutServer(left))
                    .isEqualTo(
                            "Sandbox [%1$s] in namespace [lane-0-a] could not be swept: DELETE /api/v1/namespaces/lane-0-a/services/back-%1$s answered [403]: admission webhook denied the request: nobody leaves"
                                    .formatted(sandbox.key()));
            proxy.calm();
        }
    }

    private static String withoutServer(CleanupException failure) {
        return String.valueOf(failure.getMessage()).replaceAll("http://127\\.0\\.0\\.1:[0-9]+", "");
    }

    @Test
    void aQuotaThatRunsOutHalfWay() {
        ResourceQuota quota = new ResourceQuotaBuilder()
                .withNewMetadata()
                .withName("four-workloads")
                .withNamespace(LANE.home())
                .endMetadata()
                .withNewSpec()
                .addToHard("count/deployments.apps", new Quantity("4"))
                .endSpec()
                .build();
        bed.client().resource(quota).create();
        await().until(() -> bed.client().resource(quota).get().getStatus() != null
                && new Quantity("3")
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
                    .hasMessageContaining("exceeded quota: four-workloads");
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

            Throwable gone =
                    await().until(() -> catchThrowable(() -> sandbox.uri("back")), SandboxException.class::isInstance);
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
            assertThat(BedCallers.get(sandbox.uri("back").resolve("/"), sandbox.headers()))
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
            await().untilAsserted(() -> assertThatThrownBy(() -> sandbox.uri("front"))
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
}
