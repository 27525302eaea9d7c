// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.spurline.PreflightException;
import dev.spurline.Workload;
import dev.spurline.internal.text.JsonTrees;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a patch makes of a template, and what it cannot mean. */
class TemplatePatchTests {

    private static final String TEMPLATE = """
            metadata: {labels: {app: pricing}, fieldOfNextYear: kept}
            spec:
              containers:
              - name: app
                image: pricing:1
                fieldOfNextYear: kept
                env: [{name: A, value: "1"}, {name: B, value: "2"}]
                args: [one, two]
                securityContext: {runAsUser: 5, runAsNonRoot: true}
              - name: sidecar
                image: sidecar:1
            """;

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void whatNoFieldTakesIsRefused(String patch, String reason) {
        assertThatThrownBy(() -> patched(patch))
                .isInstanceOf(PreflightException.class)
                .hasMessage("The patch of fork [pricing] cannot be applied to its pod template: " + reason);
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                arguments(
                        "spec: {containers: [{name: app, imagee: x}]}",
                        "[spec.containers[app].imagee] (line 1, column 41) is no field of Container: did you mean [image]?"),
                arguments(
                        "spec: {containers: [{name: app, env: [{name: A, valeu: x}]}]}",
                        "[spec.containers[app].env[A].valeu] (line 1, column 56) is no field of EnvVar: did you mean [value]?"),
                arguments("containers: [{name: app, image: x}]", "[containers] is no field of PodTemplateSpec"),
                arguments(
                        "spec: {resources: {limits: {cpu: 1}}, Containers: []}",
                        "[spec.Containers] is no field of PodSpec: did you mean [containers]?"),
                arguments(
                        "[{op: add, path: /spec/terminationGracePeriod, value: 5}]",
                        "[spec.terminationGracePeriod] is no field of PodSpec: did you mean [terminationGracePeriodSeconds]?"),
                arguments(
                        "spec: {containers: [{name: app, env: [{name: VERSION, value: 1.10}, {name: FLAG, value: true}]}]}",
                        "[spec.containers[app].env[VERSION].value] (line 1, column 62) is a number, but takes text: put it into quotes; [spec.containers[app].env[FLAG].value] (line 1, column 89) is true or false, but takes text: put it into quotes"),
                arguments(
                        "spec: {containers: [{name: app, args: [--port, 80]}]}",
                        "[spec.containers[app].args[1]] (line 1, column 48) is a number, but takes text: put it into quotes"),
                arguments(
                        "metadata: {annotations: {revision: 7}}",
                        "[metadata.annotations.revision] (line 1, column 36) is a number, but takes text: put it into quotes"),
                arguments(
                        "spec: {containers: [{name: app, ports: [{containerPort: '80'}]}]}",
                        "[spec.containers[app].ports[0].containerPort] (line 1, column 57) is text, but takes a whole number, without quotes"),
                arguments(
                        "spec: {hostNetwork: 'no'}",
                        "[spec.hostNetwork] (line 1, column 21) is text, but takes true or false, without quotes"),
                arguments("spec: {containers: {name: app}}", "[spec.containers] is a mapping, but takes a list"),
                arguments("spec: {securityContext: [1]}", "[spec.securityContext] is a list, but takes a mapping"),
                arguments(
                        "spec: {replicas: 3, template: {spec: {hostNetwork: true}}}",
                        "[spec.replicas] lies outside the pod template, and a fork is a copy of the template alone: leave it out"),
                arguments(
                        "{kind: Deployment, metadata: {name: pricing, labels: {a: b}}, spec: {template: {spec: {}}}}",
                        "[metadata.labels.a] lies outside the pod template, and a fork is a copy of the template alone: leave it out"),
                arguments(
                        "{spec: {schedule: '* * * * *', jobTemplate: {spec: {template: {spec: {}}}}}}",
                        "[spec.schedule] lies outside the pod template, and a fork is a copy of the template alone: leave it out"),
                arguments(
                        "spec: {containers: [{name: app, $patch: remove}]}",
                        "[$patch: remove] is none of [delete, merge, replace]"));
    }

    @Test
    void aWholeWorkloadMayBeWritten() {
        assertThat(app(patched(
                                "{apiVersion: apps/v1, kind: Deployment, metadata: {name: pricing, namespace: shop}, spec: {template: {spec: {containers: [{name: app, image: 'pricing:2'}]}}}}"))
                        .getImage())
                .isEqualTo("pricing:2");
        assertThat(app(patched(
                                "{kind: CronJob, spec: {jobTemplate: {spec: {template: {spec: {containers: [{name: app, image: 'pricing:3'}]}}}}}}"))
                        .getImage())
                .isEqualTo("pricing:3");
    }

    @Test
    void numbersAndTextMayStandWhereBothMay() {
        Container app = app(patched("""
                spec:
                  containers:
                  - name: app
                    resources: {limits: {cpu: 1, memory: 64Mi}}
                    livenessProbe: {httpGet: {path: /, port: 8080}, periodSeconds: 3}
                    readinessProbe: {httpGet: {path: /, port: http}}
                """));

        assertThat(app.getResources().getLimits()).containsEntry("cpu", new Quantity("1"));
        assertThat(app.getReadinessProbe().getHttpGet().getPort().getStrVal()).isEqualTo("http");
    }

    @Test
    void aScalarIsWhatKubectlReads() {
        Container app = app(patched("""
                spec:
                  containers:
                  - name: app
                    env:
                    - {name: RATE, value: &rate "12.50"}
                    - {name: OLD_RATE, value: *rate}
                    - {name: DAY, value: 2020-01-01}
                    - {name: TIME, value: 12:30:00}
                    stdin: yes
                    securityContext: {runAsUser: 0o17, runAsNonRoot: off}
                  volumes:
                  - {name: keys, secret: {secretName: keys, defaultMode: 0400}}
                """));

        assertThat(app.getEnv())
                .extracting(EnvVar::getValue)
                .containsExactly("1", "2", "12.50", "12.50", "2020-01-01", "12:30:00");
        assertThat(app.getStdin()).isTrue();
        assertThat(app.getSecurityContext().getRunAsUser()).isEqualTo(15);
        assertThat(app.getSecurityContext().getRunAsNonRoot()).isFalse();
    }

    @Test
    void aWrongValueIsFoundInItsLine() {
        assertThatThrownBy(() -> patched("""
                        spec:
                          template:
                            spec:
                              containers:
                              - name: app
                                env:
                                - {name: FLAG, value: on}
                                - {name: BIG, value: 1e3}
                        """))
                .hasMessage("The patch of fork [pricing] cannot be applied to its pod template:"
                        + " [spec.containers[app].env[FLAG].value] (line 7, column 31) is true or false, but takes text: put it"
                        + " into quotes; [spec.containers[app].env[BIG].value] (line 8, column 30) is a number, but takes text:"
                        + " put it into quotes");
    }

    @Test
    void ofTwoEqualKeysTheLastCounts() {
        String patch = """
                spec:
                  terminationGracePeriodSeconds: 1
                  terminationGracePeriodSeconds: 2
                """;

        assertThat(patched(patch).getSpec().getTerminationGracePeriodSeconds()).isEqualTo(2);
        assertThat(new TemplatePatch(Workload.parse("pricing"), patch).duplicates())
                .containsExactly(
                        "its patch has [spec.terminationGracePeriodSeconds] twice, in line 2 and in line 3, and the last one"
                                + " counts");
    }

    @Test
    void directivesDeleteAndReplace() {
        PodTemplateSpec patched = patched("""
                spec:
                  containers:
                  - {name: sidecar, $patch: delete}
                  - name: app
                    env: [{$patch: replace}, {name: C, value: "3"}]
                    securityContext: {$patch: replace, runAsGroup: 7}
                """);

        assertThat(patched.getSpec().getContainers()).hasSize(1);
        assertThat(app(patched).getEnv()).containsExactly(new EnvVar("C", "3", null));
        assertThat(app(patched).getSecurityContext().getRunAsUser()).isNull();
        assertThat(app(patched).getSecurityContext().getRunAsGroup()).isEqualTo(7);
        assertThat(app(patched("spec: {containers: [{name: app, securityContext: {$patch: delete}}]}"))
                        .getSecurityContext())
                .isNull();
    }

    @Test
    void fieldsOfTheBaselineThatNobodyKnowsYetStay() {
        PodTemplateSpec patched = patched("spec: {containers: [{name: app, image: 'pricing:2'}]}");

        assertThat(patched.getMetadata().getAdditionalProperties()).containsEntry("fieldOfNextYear", "kept");
        assertThat(app(patched).getAdditionalProperties()).containsEntry("fieldOfNextYear", "kept");
    }

    private static PodTemplateSpec patched(String patch) {
        PodTemplateSpec template = JsonTrees.value(JsonTrees.parse(TEMPLATE), PodTemplateSpec.class);
        return new TemplatePatch(Workload.parse("pricing"), patch).apply(template);
    }

    private static Container app(PodTemplateSpec template) {
        return template.getSpec().getContainers().get(0);
    }
}
