// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.blueprint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.KubernetesClientTimeoutException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What was added to a cluster of others; removes it again, and nothing else. */
public final class AddedObjects implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(AddedObjects.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long SECONDS_FOR_NAMESPACES = 60;

    private final KubernetesClient client;
    private final Deque<AddedObject> objects = new ArrayDeque<>();

    private record AddedObject(String path, String name, String uid) {

        boolean isNamespace() {
            return path.equals("/api/v1/namespaces");
        }
    }

    /** Notes nothing yet. */
    public AddedObjects(KubernetesClient client) {
        this.client = client;
    }

    /** Takes note of an object as the API server has answered it. */
    synchronized void note(String path, String name, String answer) {
        try {
            String uid = JSON.readTree(answer).path("metadata").path("uid").asText();
            objects.push(new AddedObject(path, name, uid));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The API server's answer to the creation of " + name + " is no JSON", e);
        }
    }

    /** Removes the objects, last first, and waits for namespaces to be gone. */
    @Override
    public synchronized void close() {
        try {
            objects.forEach(this::remove);
            objects.stream().filter(AddedObject::isNamespace).forEach(this::awaitGone);
        } catch (KubernetesClientException e) {
            LOG.warn("The API server does not answer; what was added stays: {}", objects, e);
        }
        objects.clear();
    }

    private void remove(AddedObject object) {
        Map<String, Object> options = Map.of(
                "kind", "DeleteOptions",
                "apiVersion", "v1",
                "propagationPolicy", "Background",
                "preconditions", Map.of("uid", object.uid()));
        try {
            client.raw(object.path() + "/" + object.name(), "DELETE", options);
        } catch (KubernetesClientException e) {
            if (e.getCode() == 0) {
                throw e;
            }
            LOG.debug("{}/{} was not removed: {}", object.path(), object.name(), e.getMessage());
        }
    }

    private void awaitGone(AddedObject namespace) {
        try {
            Namespace unused = client.namespaces()
                    .withName(namespace.name())
                    .waitUntilCondition(
                            present -> present == null
                                    || !Objects.equals(present.getMetadata().getUid(), namespace.uid()),
                            SECONDS_FOR_NAMESPACES,
                            TimeUnit.SECONDS);
        } catch (KubernetesClientTimeoutException e) {
            LOG.warn("Namespace {} is not gone after {} s", namespace.name(), SECONDS_FOR_NAMESPACES);
        }
    }
}
