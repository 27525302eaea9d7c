// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.anchor;

import static net.javacrumbs.jsonunit.assertj.JsonAssertions.assertThatJson;

import dev.spurline.internal.text.JsonTrees;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import org.junit.jupiter.api.Test;

/** The anchor's template has what policies ask of a pod, and nothing that needs a pod that runs. */
class AnchorTemplateTests {

    @Test
    void keepsWhatPoliciesAskForAndNothingElse() {
        String fork = """
                metadata:
                  labels:
                    app: pricing-k7f3q5tbma
                    team: money
                    job-name: nightly
                    batch.kubernetes.io/controller-uid: x
                    spurline.dev/sandbox: k7f3q5tbma
                    spurline.dev/fork: pricing-k7f3q5tbma
                    spurline.dev/engine: e1
                  annotations:
                    owner: money
                    container.apparmor.security.beta.kubernetes.io/app: runtime/default
                    container.apparmor.security.beta.kubernetes.io/logs: runtime/default
                spec:
                  activeDeadlineSeconds: 5
                  affinity: {nodeAffinity: {}}
                  dnsPolicy: None
                  dnsConfig: {nameservers: [10.0.0.1]}
                  hostname: pricing
                  hostUsers: false
                  imagePullSecrets: [{name: registry}]
                  nodeName: node1
                  nodeSelector: {disk: ssd}
                  os: {name: linux}
                  overhead: {cpu: 1m}
                  priorityClassName: high
                  readinessGates: [{conditionType: spurline.dev/unselected}]
                  resourceClaims: [{name: gpu, resourceClaimName: gpu}]
                  resources: {requests: {cpu: 200m}, claims: [{name: gpu}]}
                  restartPolicy: Always
                  runtimeClassName: gvisor
                  schedulerName: other
                  schedulingGates: [{name: wait}]
                  securityContext: {runAsNonRoot: true}
                  serviceAccountName: pricing
                  terminationGracePeriodSeconds: 5
                  tolerations: [{key: batch, operator: Exists}]
                  topologySpreadConstraints: [{maxSkew: 1, topologyKey: zone, whenUnsatisfiable: DoNotSchedule}]
                  volumes: [{name: data, emptyDir: {}}]
                  initContainers:
                  - {name: logs, image: "logs:1", restartPolicy: Always, readinessProbe: {tcpSocket: {port: 80}}}
                  containers:
                  - name: app
                    image: pricing:1
                    imagePullPolicy: Always
                    args: [--fast]
                    command: [serve]
                    env: [{name: TOKEN, value: geheim}]
                    envFrom: [{secretRef: {name: pricing}}]
                    lifecycle: {preStop: {sleep: {seconds: 1}}}
                    livenessProbe: {httpGet: {port: 80}}
                    ports: [{containerPort: 80, hostPort: 80}]
                    resizePolicy: [{resourceName: cpu, restartPolicy: RestartContainer}]
                    resources: {limits: {memory: 64Mi}, requests: {cpu: 100m}, claims: [{name: gpu}]}
                    securityContext: {allowPrivilegeEscalation: false}
                    volumeDevices: [{name: disk, devicePath: /dev/x}]
                    volumeMounts: [{name: data, mountPath: /data}]
                """;

        assertThatJson(JsonTrees.tree(AnchorTemplate.of(template(fork)))).isEqualTo(JsonTrees.tree(template("""
                metadata:
                  labels: {app: pricing-k7f3q5tbma, team: money, spurline.dev/engine: e1}
                  annotations:
                    owner: money
                    container.apparmor.security.beta.kubernetes.io/app: runtime/default
                spec:
                  automountServiceAccountToken: false
                  hostUsers: false
                  imagePullSecrets: [{name: registry}]
                  nodeSelector: {disk: ssd, spurline.dev/no-such-node: "true"}
                  os: {name: linux}
                  priorityClassName: high
                  resources: {requests: {cpu: 200m}}
                  restartPolicy: Never
                  runtimeClassName: gvisor
                  schedulerName: other
                  securityContext: {runAsNonRoot: true}
                  serviceAccountName: pricing
                  tolerations: [{key: batch, operator: Exists}]
                  containers:
                  - name: app
                    image: pricing:1
                    imagePullPolicy: Always
                    resources: {limits: {memory: 64Mi}, requests: {cpu: 100m}}
                    securityContext: {allowPrivilegeEscalation: false}
                """)));
    }

    @Test
    void isMadeOfAlmostNothing() {
        String fork = """
                metadata: {}
                spec: {containers: [{name: app, image: "pricing:1"}]}
                """;

        assertThatJson(JsonTrees.tree(AnchorTemplate.of(template(fork)))).isEqualTo(JsonTrees.tree(template("""
                metadata: {}
                spec:
                  automountServiceAccountToken: false
                  nodeSelector: {spurline.dev/no-such-node: "true"}
                  restartPolicy: Never
                  containers: [{name: app, image: "pricing:1"}]
                """)));
    }

    private static PodTemplateSpec template(String yaml) {
        return JsonTrees.value(JsonTrees.parse(yaml), PodTemplateSpec.class);
    }
}
