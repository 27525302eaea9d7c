// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.embedded.internal.apiserver.status.StatusException;
import dev.spurline.embedded.internal.apiserver.storage.VersionedStore;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Where the kubelets of the nodes answer: by the status of a Node over TLS, and those of this JVM without. */
final class KubeletAddresses {

    private static final String LOOPBACK = "127.0.0.1";

    private final VersionedStore store;
    private final Map<String, Integer> plain = new ConcurrentHashMap<>();

    KubeletAddresses(VersionedStore store) {
        this.store = store;
    }

    /**
     * Takes the port at which a kubelet of this JVM answers without TLS. Each port-forward is a connection of its own, whose
     * handshake took a twelfth of all processor time of opening a sandbox, to keep from this JVM what it has in its memory.
     */
    void plain(String node, int port) {
        plain.put(node, port);
    }

    /** Returns that of a pod's node. */
    KubeletAddress of(ObjectNode pod) {
        String node = pod.path("spec").path("nodeName").asText("");
        if (node.isEmpty()) {
            throw new StatusException(
                    400,
                    "BadRequest",
                    "pod %s does not have a host assigned"
                            .formatted(pod.path("metadata").path("name").asText()));
        }
        JsonNode status = store.get("nodes", node)
                .map(stored -> stored.json().path("status"))
                .orElseThrow(() -> new StatusException(404, "NotFound", "nodes \"%s\" not found".formatted(node))
                        .about(node, "", "nodes"));
        Integer port = plain.get(node);
        return port == null
                ? new KubeletAddress(host(status), port(status), true)
                : new KubeletAddress(LOOPBACK, port, false);
    }

    private static int port(JsonNode status) {
        return status.path("daemonEndpoints")
                .path("kubeletEndpoint")
                .path("Port")
                .asInt();
    }

    private static String host(JsonNode status) {
        for (JsonNode address : status.path("addresses")) {
            if (address.path("type").asText().equals("InternalIP")) {
                return address.path("address").asText();
            }
        }
        return LOOPBACK;
    }
}
