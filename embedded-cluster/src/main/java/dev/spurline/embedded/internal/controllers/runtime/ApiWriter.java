// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.controllers.runtime;

import dev.spurline.embedded.internal.client.ApiRefusals;
import dev.spurline.embedded.internal.client.DiscoveredKind;
import dev.spurline.embedded.internal.client.ObjectName;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes to the API server, one request each, and puts the answers into the stores at once. */
public final class ApiWriter {

    private final KubernetesClient client;
    private final WatchedCluster cluster;
    private final String manager;

    /** Makes a writer whose answers go to the stores of that cluster; its fields are those of the controller-manager. */
    public ApiWriter(KubernetesClient client, WatchedCluster cluster) {
        this(client, cluster, "kube-controller-manager");
    }

    private ApiWriter(KubernetesClient client, WatchedCluster cluster, String manager) {
        this.client = client;
        this.cluster = cluster;
        this.manager = manager;
    }

    /** Returns the same writer under another name: the one that owns the fields it writes. */
    public ApiWriter as(String otherManager) {
        return new ApiWriter(client, cluster, otherManager);
    }

    /** Creates an object. */
    public <T extends HasMetadata> T create(T object) {
        return send("POST", kind(object).collection(ObjectName.of(object).namespace()), object);
    }

    /** Replaces an object, if nobody else changed it meanwhile. */
    public <T extends HasMetadata> T update(T object) {
        return send("PUT", path(object), object);
    }

    /** Replaces the status of an object, if nobody else changed the object meanwhile. */
    public <T extends HasMetadata> T updateStatus(T object) {
        return send("PUT", path(object) + "/status", object);
    }

    /** Replaces a subresource that answers with the object itself, such as {@code finalize}. */
    public <T extends HasMetadata> T updateSubresource(T object, String subresource) {
        return send("PUT", path(object) + "/" + subresource, object);
    }

    /** Posts to a subresource, such as {@code binding}. */
    public void post(HasMetadata object, String subresource, Object body) {
        client.raw(path(object) + "/" + subresource, "POST", body);
    }

    /** Changes an object by a merge patch. */
    public void merge(HasMetadata object, Map<String, ?> patch) {
        resource(object)
                .patch(
                        context(PatchType.JSON_MERGE),
                        client.getKubernetesSerialization().asJson(patch));
    }

    /** Changes an object by a merge patch, if there still is one. */
    public void mergeIfPresent(HasMetadata object, Map<String, ?> patch) {
        try {
            merge(object, patch);
        } catch (KubernetesClientException refused) {
            if (!ApiRefusals.notFound(refused)) {
                throw refused;
            }
        }
    }

    /** Changes the status of a built-in object by a strategic merge patch: conditions that others write stay. */
    public void mergeStatus(HasMetadata object, Map<String, ?> status) {
        resource(object)
                .subresource("status")
                .patch(
                        context(PatchType.STRATEGIC_MERGE),
                        client.getKubernetesSerialization().asJson(Map.of("status", status)));
    }

    /** Deletes an object if it is still the one that is meant; true unless it was gone already. */
    public boolean delete(HasMetadata object, DeletionMode deletion) {
        try {
            client.raw(path(object), "DELETE", deletion.options(object));
            return true;
        } catch (KubernetesClientException refused) {
            if (refused.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
                return false;
            }
            throw refused;
        }
    }

    /** Deletes all objects of a kind in a namespace; returns how many there were, as the server says. */
    public int deleteAll(DiscoveredKind kind, String namespace) {
        String answer =
                client.raw(kind.collection(namespace), "DELETE", Map.of("kind", "DeleteOptions", "apiVersion", "v1"));
        Map<?, ?> list = client.getKubernetesSerialization().unmarshal(answer, Map.class);
        return list.get("items") instanceof List<?> items ? items.size() : 0;
    }

    /** Reads the metadata of an object as it is right now, not as a watch said it was. */
    public Optional<GenericKubernetesResource> read(DiscoveredKind kind, String namespace, String name) {
        try {
            String answer = client.raw(kind.path(namespace, name), "GET", null);
            return Optional.of(client.getKubernetesSerialization().unmarshal(answer, GenericKubernetesResource.class));
        } catch (KubernetesClientException refused) {
            if (refused.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
                return Optional.empty();
            }
            throw refused;
        }
    }

    private PatchContext context(PatchType type) {
        return new PatchContext.Builder()
                .withPatchType(type)
                .withFieldManager(manager)
                .build();
    }

    private Resource<GenericKubernetesResource> resource(HasMetadata object) {
        ObjectName name = ObjectName.of(object);
        var resources = client.genericKubernetesResources(kind(object).context());
        return name.namespace().isEmpty()
                ? resources.withName(name.name())
                : resources.inNamespace(name.namespace()).withName(name.name());
    }

    private <T extends HasMetadata> T send(String method, String path, T object) {
        String answer = client.raw(path + "?fieldManager=" + manager, method, object);
        @SuppressWarnings("unchecked") // the API server answers with the kind it was sent
        T stored = (T) client.getKubernetesSerialization().unmarshal(answer, object.getClass());
        cluster.storeOf(stored).ifPresent(store -> store.put(stored));
        return stored;
    }

    private String path(HasMetadata object) {
        ObjectName name = ObjectName.of(object);
        return kind(object).path(name.namespace(), name.name());
    }

    private DiscoveredKind kind(HasMetadata object) {
        return cluster.kind(object.getApiVersion(), object.getKind())
                .orElseThrow(() -> new IllegalStateException(
                        "The API server does not serve [" + object.getApiVersion() + " " + object.getKind() + "]"));
    }
}
