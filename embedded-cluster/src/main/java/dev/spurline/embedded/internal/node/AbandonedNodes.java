// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.node;

import dev.spurline.embedded.internal.node.machine.NodeSettings;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Nodes that were attached to an API server by JVMs that are gone. */
public final class AbandonedNodes {

    private static final Logger LOG = LoggerFactory.getLogger(AbandonedNodes.class);
    private static final Duration SILENCE = Duration.ofMinutes(5);

    private AbandonedNodes() {}

    /** Removes the nodes that have long been silent; the control plane then forgets their pods. */
    public static void remove(KubernetesClient client) {
        for (Node node :
                client.nodes().withLabel(NodeSettings.ATTACHED, "true").list().getItems()) {
            Lease lease = client.leases()
                    .inNamespace(NodeRegistration.LEASES)
                    .withName(node.getMetadata().getName())
                    .get();
            if (isSilent(node, lease)) {
                LOG.info(
                        "Removing node {}, whose JVM is gone",
                        node.getMetadata().getName());
                client.resource(node).delete();
            }
        }
    }

    private static boolean isSilent(Node node, @Nullable Lease lease) {
        ZonedDateTime last = lease == null || lease.getSpec().getRenewTime() == null
                ? ZonedDateTime.parse(node.getMetadata().getCreationTimestamp())
                : lease.getSpec().getRenewTime();
        return last.plus(SILENCE).isBefore(ZonedDateTime.now(ZoneOffset.UTC));
    }
}
