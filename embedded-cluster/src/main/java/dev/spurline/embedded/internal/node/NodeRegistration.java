// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.node;

import dev.spurline.embedded.internal.client.ApiTimes;
import dev.spurline.embedded.internal.node.machine.NodeContext;
import dev.spurline.embedded.internal.node.machine.NodeSettings;
import dev.spurline.embedded.internal.version.KubernetesVersion;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.NodeCondition;
import io.fabric8.kubernetes.api.model.NodeConditionBuilder;
import io.fabric8.kubernetes.api.model.NodeStatus;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The node's own object and its Lease.
 *
 * <p>Source: kubernetes.io/docs/concepts/architecture/leases/#node-heart-beats.
 */
final class NodeRegistration {

    static final int LEASE_SECONDS = 40;
    static final int RENEW_SECONDS = 10;

    private static final Logger LOG = LoggerFactory.getLogger(NodeRegistration.class);
    static final String LEASES = "kube-node-lease";
    private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);
    private static final PatchContext STRATEGIC = PatchContext.of(PatchType.STRATEGIC_MERGE);
    /** A kubelet reports its status so often even if nothing has changed. */
    private static final Duration REPORT = Duration.ofMinutes(5);

    private final KubernetesClient client;
    private final NodeSettings settings;
    private final int kubeletPort;
    private volatile Instant reported = Instant.EPOCH;

    NodeRegistration(KubernetesClient client, NodeSettings settings, int kubeletPort) {
        this.client = client;
        this.settings = settings;
        this.kubeletPort = kubeletPort;
    }

    /** Makes the Node, or takes over the one that is there, and reports it ready. */
    void register() {
        Instant now = Instant.now();
        Node present;
        try {
            present = client.nodes().resource(node(now)).create();
        } catch (KubernetesClientException e) {
            if (e.getCode() != 409) {
                throw e;
            }
            present = client.nodes().withName(settings.name()).get();
        }
        report(present, now);
    }

    /** Patches rather than updates, so that conditions of others stay. */
    private void report(@Nullable Node present, Instant now) {
        NodeStatus status = node(now).getStatus();
        status.getConditions().forEach(condition -> keepTransition(condition, present));
        client.nodes()
                .withName(settings.name())
                .subresource("status")
                .patch(STRATEGIC, client.getKubernetesSerialization().asJson(Map.of("status", status)));
        reported = now;
    }

    private static void keepTransition(NodeCondition condition, @Nullable Node present) {
        find(present, condition.getType())
                .filter(before -> condition.getStatus().equals(before.getStatus()))
                .map(NodeCondition::getLastTransitionTime)
                .ifPresent(condition::setLastTransitionTime);
    }

    private static Optional<NodeCondition> find(@Nullable Node node, String type) {
        return node == null || node.getStatus() == null
                ? Optional.empty()
                : node.getStatus().getConditions().stream()
                        .filter(condition -> type.equals(condition.getType()))
                        .findFirst();
    }

    /** Shows that the node is alive; registers it anew if the API server has forgotten it or thinks that it was dead. */
    void renew() {
        try {
            renewLease();
            Node present = client.nodes().withName(settings.name()).get();
            if (present == null) {
                register();
            } else if (!isReady(present)
                    || Duration.between(reported, Instant.now()).compareTo(REPORT) > 0) {
                report(present, Instant.now());
            }
        } catch (KubernetesClientException e) {
            LOG.debug("The lease of node {} was not renewed: {}", settings.name(), e.getMessage());
        }
    }

    private static boolean isReady(Node node) {
        return find(node, "Ready")
                .filter(condition -> "True".equals(condition.getStatus()))
                .isPresent();
    }

    /** Takes no more pods. */
    void cordon() {
        client.nodes().withName(settings.name()).patch(MERGE, "{\"spec\":{\"unschedulable\":true}}");
    }

    void withdraw() {
        client.nodes().withName(settings.name()).delete();
        client.leases().inNamespace(LEASES).withName(settings.name()).delete();
    }

    private void renewLease() {
        String patch = "{\"spec\":{\"renewTime\":\"%s\"}}".formatted(ApiTimes.micros(Instant.now()));
        try {
            client.leases().inNamespace(LEASES).withName(settings.name()).patch(MERGE, patch);
        } catch (KubernetesClientException e) {
            if (e.getCode() != 404) {
                throw e;
            }
            Node present = client.nodes().withName(settings.name()).get();
            if (present == null) {
                register();
                present = client.nodes().withName(settings.name()).get();
            }
            client.leases().inNamespace(LEASES).resource(lease(present)).create();
        }
    }

    private Lease lease(Node node) {
        return new LeaseBuilder()
                .withNewMetadata()
                .withName(settings.name())
                .withNamespace(LEASES)
                .addNewOwnerReference()
                .withApiVersion("v1")
                .withKind("Node")
                .withName(settings.name())
                .withUid(node.getMetadata().getUid())
                .endOwnerReference()
                .endMetadata()
                .withNewSpec()
                .withHolderIdentity(settings.name())
                .withLeaseDurationSeconds(LEASE_SECONDS)
                .withRenewTime(Instant.now().atZone(ZoneOffset.UTC))
                .endSpec()
                .build();
    }

    private Node node(Instant now) {
        Map<String, String> labels = new TreeMap<>(settings.labels());
        labels.put("kubernetes.io/hostname", settings.name());
        labels.put("kubernetes.io/os", os());
        labels.put("kubernetes.io/arch", architecture());
        // Deprecated since 1.14, and set by kubelets still: pkg/kubelet/kubelet_node_status.go, initialNode.
        labels.put("beta.kubernetes.io/os", os());
        labels.put("beta.kubernetes.io/arch", architecture());
        return new NodeBuilder()
                .withNewMetadata()
                .withName(settings.name())
                .withLabels(labels)
                .endMetadata()
                .withNewSpec()
                .withPodCIDR("10.244.0.0/16")
                .withPodCIDRs("10.244.0.0/16")
                .withProviderID("spurline://" + settings.name())
                .endSpec()
                .withNewStatus()
                .withCapacity(settings.capacity())
                .withAllocatable(settings.capacity())
                .withConditions(conditions(ApiTimes.seconds(now)))
                .addNewAddress(NodeContext.HOST_IP, "InternalIP")
                // API servers try this one first, so that it has to resolve.
                .addNewAddress(NodeContext.HOST_IP, "Hostname")
                .withNewDaemonEndpoints()
                .withNewKubeletEndpoint(kubeletPort)
                .endDaemonEndpoints()
                .withNewNodeInfo()
                .withArchitecture(architecture())
                .withOperatingSystem(os())
                .withOsImage(System.getProperty("os.name", "unknown"))
                .withKernelVersion(System.getProperty("os.version", "unknown"))
                .withContainerRuntimeVersion("spurline://0.1")
                .withKubeletVersion(KubernetesVersion.tag())
                .withKubeProxyVersion("")
                .withMachineID(settings.name())
                .withSystemUUID(settings.name())
                .withBootID(settings.name())
                .endNodeInfo()
                .endStatus()
                .build();
    }

    private static List<NodeCondition> conditions(String now) {
        return List.of(
                condition(
                        "MemoryPressure",
                        "False",
                        "KubeletHasSufficientMemory",
                        "kubelet has sufficient memory available",
                        now),
                condition("DiskPressure", "False", "KubeletHasNoDiskPressure", "kubelet has no disk pressure", now),
                condition(
                        "PIDPressure", "False", "KubeletHasSufficientPID", "kubelet has sufficient PID available", now),
                condition("Ready", "True", "KubeletReady", "kubelet is posting ready status", now));
    }

    private static NodeCondition condition(String type, String status, String reason, String message, String now) {
        return new NodeConditionBuilder()
                .withType(type)
                .withStatus(status)
                .withReason(reason)
                .withMessage(message)
                .withLastHeartbeatTime(now)
                .withLastTransitionTime(now)
                .build();
    }

    private static String os() {
        return System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("mac") ? "darwin" : "linux";
    }

    private static String architecture() {
        String jvm = System.getProperty("os.arch", "amd64");
        return jvm.equals("aarch64") ? "arm64" : jvm.equals("x86_64") ? "amd64" : jvm;
    }
}
