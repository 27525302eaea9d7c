// SPDX-License-Identifier: Apache-2.0
package dev.spurline.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.spurline.ClusterSettings;
import dev.spurline.ForkSpec;
import dev.spurline.LiveSandbox;
import dev.spurline.PreflightException;
import dev.spurline.SandboxEngine;
import dev.spurline.SandboxException;
import dev.spurline.SandboxSpec;
import dev.spurline.Settings;
import dev.spurline.embedded.AdmissionHook;
import dev.spurline.embedded.AdmissionRequest;
import dev.spurline.embedded.AdmissionVerdict;
import dev.spurline.internal.survey.CustomKind;
import io.fabric8.kubernetes.api.model.LimitRangeBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.rbac.Role;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever keeps a sandbox from being opened is told at once, and before anything is written. */
@Execution(ExecutionMode.SAME_THREAD)
class OpeningRefusalTests {

    private static final Duration LEASE = Duration.ofMinutes(1);

    /** Quotas and LimitRanges are read by those who may. */
    private static final String READS_LIMITS = """
            apiVersion: rbac.authorization.k8s.io/v1
            kind: Role
            metadata: {name: limits, namespace: hops}
            rules:
            - {apiGroups: [""], resources: [resourcequotas, limitranges], verbs: [list]}
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: RoleBinding
            metadata: {name: limits, namespace: hops}
            roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: limits}
            subjects: [{kind: ServiceAccount, name: spurline, namespace: hops}]
            """;

    private static final String CANARY = """
            apiVersion: flagger.app/v1beta1
            kind: Canary
            metadata: {name: shift, namespace: hops}
            spec: {targetRef: {kind: Deployment, name: back}}
            """;

    @TempDir
    static Path directory;

    private static HopsCluster cluster;
    private static SandboxEngine other;
    private static LiveSandbox living;

    /** What is wrong, and how it is told. */
    private enum Wrong {
        RIGHT("Permissions are missing in namespace [hops]: [patch pods/status]. Nothing was written. "
                + "Add to the rules of your Role (docs/rbac.yaml has all of them):\n"
                + "- {apiGroups: [\"\"], resources: [\"pods/status\"], verbs: [\"patch\"]}"),
        CONTROLLER("Workload [deployment/back] is shifted by the Canary [hops/shift], which owns its routes: "
                + "fork a workload that no controller shifts"),
        GUARD(
                "Namespace [hops] already has [1] sandboxes, and the test with spurline.max-sandboxes-per-namespace allows [1] with "
                        + "spurline.max-sandboxes-per-namespace: wait until some are closed"),
        LIMIT("The pod of a fork of deployment/back would not be made: container [back] has a limit of [2] for [cpu], "
                + "and LimitRange [hops/sizes] wants at most [1]. Set it in the fork with patch"),
        ADMISSION("Creating [Deployment hops/back-<key>] would be refused: "
                + "POST <server>apis/apps/v1/namespaces/hops/deployments?dryRun=All answered [422]: "
                + "admission webhook \"test.spurline.dev\" denied the request: no more Deployments");

        private final String sentence;

        Wrong(String sentence) {
            this.sentence = sentence;
        }

        String sentence() {
            return sentence.replace("<server>", cluster.client().getMasterUrl().toString());
        }
    }

    @BeforeAll
    static void start() throws IOException {
        cluster = HopsCluster.start(
                directory, new TwoHops(), List.of(CustomDefinitions.of(CustomKind.CANARY), READS_LIMITS));
        other = SandboxEngine.connect(cluster.settings(LEASE));
        living = other.open(SandboxSpec.builder()
                .fork(ForkSpec.of("front").env("WORD", "forked"))
                .build());
    }

    @AfterAll
    static void stop() {
        living.close();
        other.close();
        cluster.close();
    }

    @ParameterizedTest
    @MethodSource("single")
    void oneThingIsToldAsItIs(Wrong wrong) {
        assertThat(refusal(EnumSet.of(wrong)))
                .isInstanceOf(PreflightException.class)
                .hasMessage(wrong.sentence());
    }

    static Stream<Wrong> single() {
        return EnumSet.complementOf(EnumSet.of(Wrong.ADMISSION, Wrong.LIMIT)).stream();
    }

    @ParameterizedTest
    @MethodSource("several")
    void severalThingsAreToldAtOnce(Set<Wrong> wrong) {
        Throwable refused = refusal(wrong);

        assertThat(refused).isInstanceOf(PreflightException.class);
        String[] parts = String.valueOf(refused.getMessage()).split("\n(?=\\d\\. )");
        assertThat(parts[0])
                .matches("\\[%d] things keep sandbox \\[[a-z2-7]{10}] from being opened:".formatted(wrong.size()));
        assertThat(Stream.of(parts).skip(1).map(part -> part.replace("\n   ", "\n")))
                .allMatch(part -> part.matches("(?s)[1-9]\\. .*"))
                .extracting(part -> part.substring(3))
                .containsExactlyInAnyOrderElementsOf(
                        wrong.stream().map(Wrong::sentence).toList());
        assertThat(refused.toString().lines()).last().isEqualTo("See docs/troubleshooting.md#several-things-at-once");
    }

    static Stream<Set<Wrong>> several() {
        Wrong[] all = Wrong.values();
        Stream<Set<Wrong>> pairs = IntStream.range(0, all.length)
                .boxed()
                .flatMap(first ->
                        IntStream.range(first + 1, all.length).mapToObj(second -> EnumSet.of(all[first], all[second])));
        return Stream.concat(
                        pairs,
                        Stream.of(
                                EnumSet.of(Wrong.RIGHT, Wrong.CONTROLLER, Wrong.ADMISSION), EnumSet.allOf(Wrong.class)))
                // Without anything else, who opens a sandbox asks neither for limits nor for every object.
                .filter(wrong -> !wrong.equals(EnumSet.of(Wrong.LIMIT, Wrong.ADMISSION)));
    }

    /** Who may open a sandbox rehearses nothing: the server refuses one object, and is then asked about the others. */
    @Test
    void whatAdmissionRefusesAloneIsToldAtOnceAndLeavesNothing() {
        Set<String> refused = Set.of("deployments.apps", "httproutes.gateway.networking.k8s.io");
        Throwable thrown;
        try (SandboxEngine engine = SandboxEngine.connect(cluster.settings(LEASE));
                AdmissionHook hook = cluster.admission(request -> refused.contains(request.resource())
                        ? AdmissionVerdict.refuse(422, "none of these")
                        : AdmissionVerdict.allow())) {
            assertThat(hook).isNotNull();

            thrown = catchThrowable(() -> engine.open(greedy()));
        }

        assertThat(thrown).isExactlyInstanceOf(SandboxException.class);
        String key = String.valueOf(thrown.getMessage()).replaceFirst("(?s).*? sandbox \\[([a-z2-7]{10})].*", "$1");
        assertThat(thrown).hasMessage("""
                [2] things keep sandbox [%1$s] from being opened:
                1. Creating [Deployment hops/back-%1$s] failed: POST %2$sapis/apps/v1/namespaces/hops/deployments answered [422]: %3$s
                2. Creating [HTTPRoute hops/back-%1$s] would be refused: POST %2$sapis/gateway.networking.k8s.io/v1/namespaces/hops/httproutes?dryRun=All answered [422]: %3$s""".formatted(
                        key,
                        cluster.client().getMasterUrl(),
                        "admission webhook \"test.spurline.dev\" denied the request: none of these"));
        await().untilAsserted(() -> assertThat(cluster.objects(key)).isEmpty());
    }

    /** Returns why a sandbox is refused, if nothing was written for it. */
    private static Throwable refusal(Set<Wrong> wrong) {
        List<AutoCloseable> ends = new ArrayList<>();
        Map<String, String> properties = new HashMap<>(cluster.properties(LEASE));
        if (wrong.contains(Wrong.GUARD)) {
            properties.put("spurline.max-sandboxes-per-namespace", "1");
        }
        int written = writes().size();
        try (SandboxEngine engine = SandboxEngine.connect(
                ClusterSettings.from(((Settings) name -> Optional.empty()).orElse(properties, "the test")))) {
            wrong.forEach(each -> begin(each, ends));
            Throwable refused = catchThrowable(() -> engine.open(greedy()));
            assertThat(writes()).hasSize(written);
            return refused;
        } finally {
            end(ends);
        }
    }

    private static SandboxSpec greedy() {
        return SandboxSpec.builder()
                .fork(ForkSpec.of("back").patch("spec: {containers: [{name: back, resources: {limits: {cpu: '2'}}}]}"))
                .build();
    }

    /** Returns what was written, but for the heartbeat of the sandbox that lives. */
    private static List<String> writes() {
        return cluster.power().writes().stream()
                .filter(write -> !write.startsWith("patch jobs.batch"))
                .toList();
    }

    private static void end(List<AutoCloseable> ends) {
        for (AutoCloseable end : ends) {
            try {
                end.close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static void begin(Wrong wrong, List<AutoCloseable> ends) {
        switch (wrong) {
            case RIGHT -> ends.add(withoutPodStatus());
            case CONTROLLER -> ends.add(created(CANARY));
            case LIMIT -> ends.add(limited());
            case ADMISSION -> ends.add(cluster.admission(OpeningRefusalTests::policy));
            case GUARD -> {
                // A setting.
            }
        }
    }

    private static AutoCloseable withoutPodStatus() {
        var role = cluster.client().rbac().roles().inNamespace("hops").withName("spurline");
        Role whole = role.get();
        role.edit(each -> {
            each.getRules().removeIf(rule -> rule.getResources().contains("pods/status"));
            return each;
        });
        return () -> role.edit(each -> {
            each.setRules(whole.getRules());
            return each;
        });
    }

    private static AutoCloseable created(String yaml) {
        var resource = cluster.client().resource(yaml);
        resource.create();
        return resource::delete;
    }

    private static AutoCloseable limited() {
        var resource = cluster.client()
                .resource(new LimitRangeBuilder()
                        .withNewMetadata()
                        .withName("sizes")
                        .withNamespace("hops")
                        .endMetadata()
                        .withNewSpec()
                        .addNewLimit()
                        .withType("Container")
                        .addToMax("cpu", new Quantity("1"))
                        .endLimit()
                        .endSpec()
                        .build());
        resource.create();
        return resource::delete;
    }

    private static AdmissionVerdict policy(AdmissionRequest request) {
        return request.resource().equals("deployments.apps")
                ? AdmissionVerdict.refuse(422, "no more Deployments")
                : AdmissionVerdict.allow();
    }
}
