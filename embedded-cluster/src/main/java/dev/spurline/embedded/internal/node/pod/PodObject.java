// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.node.pod;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A pod's object at the API server, as the node writes it. */
final class PodObject {

    static final String ADDRESS = "embedded.spurline.dev/address";

    private static final Logger LOG = LoggerFactory.getLogger(PodObject.class);
    private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);
    private static final int ATTEMPTS = 20;

    private final KubernetesClient client;
    private final String namespace;
    private final String name;
    private final String uid;
    /** The client copies what it patches, and reads first what it knows by name only. */
    private final Pod reference;

    PodObject(KubernetesClient client, Pod pod) {
        this.client = client;
        this.namespace = pod.getMetadata().getNamespace();
        this.name = pod.getMetadata().getName();
        this.uid = Objects.requireNonNullElse(pod.getMetadata().getUid(), "");
        this.reference = new PodBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .endMetadata()
                .build();
    }

    /** Returns the resource version as the number that it is in every API server. */
    static long version(Pod pod) {
        try {
            return Long.parseLong(pod.getMetadata().getResourceVersion());
        } catch (NumberFormatException e) {
            return Long.MAX_VALUE;
        }
    }

    static Pod withIp(Pod pod, String ip) {
        return new PodBuilder(pod).editOrNewStatus().withPodIP(ip).endStatus().build();
    }

    /** Writes ports as the annotation has them: {@code 8080=127.0.0.1:43211,9090=127.0.0.1:43212}. */
    static String address(Map<Integer, Integer> ports) {
        return ports.entrySet().stream()
                .map(port -> port.getKey() + "=127.0.0.1:" + port.getValue())
                .collect(Collectors.joining(","));
    }

    /**
     * Writes annotations, such as the pod's address, and its status, on top of what others write at the same time: one
     * request, as the status of a pod takes its annotations along.
     *
     * @return the object as it is now; empty: it could not be written
     */
    Optional<Pod> write(Pod known, Map<String, String> annotations, Function<Pod, PodStatus> status) {
        Pod pod = known;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            try {
                return Optional.of(
                        client.resource(reference).subresource("status").patch(MERGE, patch(pod, annotations, status)));
            } catch (KubernetesClientException e) {
                Pod newest = e.getCode() == 409 ? current() : null;
                if (newest == null) {
                    LOG.debug("Status of pod {}/{} was not written: {}", namespace, name, e.getMessage());
                    return Optional.empty();
                }
                pod = newest;
            }
        }
        return Optional.empty();
    }

    /** Removes the object now that nothing of the pod is left. */
    void delete() {
        String path = "/api/v1/namespaces/%s/pods/%s".formatted(namespace, name);
        Map<String, Object> options = Map.of(
                "kind",
                "DeleteOptions",
                "apiVersion",
                "v1",
                "gracePeriodSeconds",
                0,
                "preconditions",
                Map.of("uid", uid));
        try {
            client.raw(path, "DELETE", options);
        } catch (KubernetesClientException e) {
            LOG.debug("Pod {}/{} was not removed: {}", namespace, name, e.getMessage());
        }
    }

    private String patch(Pod pod, Map<String, String> annotations, Function<Pod, PodStatus> status) {
        ObjectNode patch = identity(pod);
        annotations.forEach((key, value) -> annotate(patch.withObject("/metadata/annotations"), key, value));
        ObjectNode value = client.getKubernetesSerialization().convertValue(status.apply(pod), ObjectNode.class);
        for (String field : new String[] {"reason", "message"}) {
            if (!value.has(field)) {
                value.putNull(field);
            }
        }
        patch.set("status", value);
        return patch.toString();
    }

    private static void annotate(ObjectNode annotations, String key, String value) {
        if (value.isEmpty()) {
            annotations.putNull(key);
        } else {
            annotations.put(key, value);
        }
    }

    /** Begins a patch that applies to exactly this version of exactly this pod. */
    private ObjectNode identity(Pod pod) {
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        patch.putObject("metadata")
                .put("uid", uid)
                .put("resourceVersion", pod.getMetadata().getResourceVersion());
        return patch;
    }

    private @Nullable Pod current() {
        Pod newest = client.pods().inNamespace(namespace).withName(name).get();
        return newest != null && uid.equals(newest.getMetadata().getUid()) ? newest : null;
    }
}
