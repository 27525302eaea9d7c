// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.config;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads from the API what another object refers to and its own watch may not have told of yet: the Service and the
 * endpoints of a route's destination, the pod of an endpoint. A proxy must not get a route before its destination's
 * endpoints. istiod sends clusters and endpoints before routes, waits for the pods of endpoints, and waits for 100 ms
 * without a change, in which its watches level: {@code PushOrder} and {@code debounce} in pilot/pkg/xds,
 * {@code needResync} in pilot/pkg/serviceregistry/kube/controller/pod.go.
 */
final class LateObjects implements EndpointReader.PodFinder {

    private static final Logger LOG = LoggerFactory.getLogger(LateObjects.class);

    private final KubernetesClient client;
    private final ObjectView<Service> services;
    private final ObjectView<EndpointSlice> slices;
    private final ObjectView<Pod> pods;
    private final Set<String> asked = new HashSet<>();

    LateObjects(
            KubernetesClient client,
            ObjectView<Service> services,
            ObjectView<EndpointSlice> slices,
            ObjectView<Pod> pods) {
        this.client = client;
        this.services = services;
        this.slices = slices;
        this.pods = pods;
    }

    /**
     * Reads Services and their EndpointSlices.
     *
     * @param keys each {@code namespace/name}
     * @return whether something was found that the watches have not told of
     */
    boolean read(Collection<String> keys) {
        return keys.stream().map(this::read).reduce(false, Boolean::logicalOr);
    }

    private boolean read(String key) {
        String namespace = key.substring(0, key.indexOf('/'));
        String name = key.substring(key.indexOf('/') + 1);
        boolean service = addAll(
                services,
                () -> Stream.ofNullable(client.services()
                                .inNamespace(namespace)
                                .withName(name)
                                .get())
                        .toList());
        boolean endpoints = addAll(
                slices,
                () -> client.discovery()
                        .v1()
                        .endpointSlices()
                        .inNamespace(namespace)
                        .withLabel("kubernetes.io/service-name", name)
                        .list()
                        .getItems());
        return service || endpoints;
    }

    private static <T extends HasMetadata> boolean addAll(ObjectView<T> view, Supplier<List<T>> read) {
        try {
            return read.get().stream().map(view::add).reduce(false, Boolean::logicalOr);
        } catch (KubernetesClientException unanswered) {
            LOG.debug("Could not read what a watch may not have told of yet", unanswered);
            return false;
        }
    }

    /** Returns the UIDs of those objects that the API does not have any more. */
    List<String> deleted(Collection<GenericKubernetesResource> objects) {
        return objects.stream()
                .filter(this::isDeleted)
                .map(object -> object.getMetadata().getUid())
                .toList();
    }

    private boolean isDeleted(GenericKubernetesResource object) {
        try {
            GenericKubernetesResource now = client.resource(object).get();
            return now == null
                    || !now.getMetadata().getUid().equals(object.getMetadata().getUid());
        } catch (KubernetesClientException unanswered) {
            LOG.debug("Could not read whether a route was deleted", unanswered);
            return false;
        }
    }

    @Override
    public Optional<Pod> known(String key) {
        return pods.get(key);
    }

    /** Reads it, once for each state of the slice. */
    @Override
    public Optional<Pod> newest(String key, EndpointSlice slice) {
        String question =
                slice.getMetadata().getUid() + "/" + slice.getMetadata().getResourceVersion() + "/" + key;
        if (asked.add(question)) {
            String namespace = key.substring(0, key.indexOf('/'));
            String name = key.substring(key.indexOf('/') + 1);
            addAll(
                    pods,
                    () -> Stream.ofNullable(client.pods()
                                    .inNamespace(namespace)
                                    .withName(name)
                                    .get())
                            .toList());
        }
        return pods.get(key);
    }

    /** Forgets what was asked because of slices that are not there any more. */
    void retain(Collection<EndpointSlice> present) {
        if (!asked.isEmpty()) {
            Set<String> states = new HashSet<>();
            present.forEach(slice -> states.add(
                    slice.getMetadata().getUid() + "/" + slice.getMetadata().getResourceVersion()));
            asked.removeIf(question ->
                    !states.contains(question.substring(0, question.indexOf('/', question.indexOf('/') + 1))));
        }
    }
}
