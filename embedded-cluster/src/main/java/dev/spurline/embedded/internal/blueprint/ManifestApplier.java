// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.blueprint;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.cluster.ClusterException;
import dev.spurline.cluster.ClusterSpec.Mesh;
import dev.spurline.cluster.internal.failure.FailureText;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings a blueprint's manifests to the API server: what others need first, workloads last. */
final class ManifestApplier {

    /** The order of kinds; what is not named here comes in between. */
    private static final List<String> FIRST = List.of(
            "Namespace",
            "CustomResourceDefinition",
            "ServiceAccount",
            "ClusterRole",
            "Role",
            "ClusterRoleBinding",
            "RoleBinding",
            "ResourceQuota",
            "LimitRange",
            "ConfigMap",
            "Secret",
            "PersistentVolumeClaim",
            "Service");

    private static final List<String> LAST =
            List.of("Pod", "ReplicaSet", "Deployment", "StatefulSet", "DaemonSet", "Job", "CronJob");

    private static final Logger LOG = LoggerFactory.getLogger(ManifestApplier.class);

    private final KubernetesClient client;
    private final ManifestKinds kinds;
    private final String namespace;
    private final Mesh mesh;

    ManifestApplier(KubernetesClient client, ClusterDescription description) {
        this.client = client;
        this.kinds = new ManifestKinds(client);
        this.namespace = description.namespace();
        this.mesh = description.mesh();
    }

    /** Creates the objects; what is there already is applied over. */
    void apply(List<ManifestObject> objects) {
        ordered(objects).forEach(object -> {
            // Definitions that somebody has made already say more than ours.
            if (!create(object) && !MeshDefinitions.isOurs(object)) {
                applyOver(object);
            }
        });
    }

    /** Creates the objects that are not there. */
    void add(List<ManifestObject> objects, AddedObjects added) {
        ordered(objects).forEach(object -> add(object, added));
    }

    private void add(ManifestObject object, AddedObjects added) {
        complete(object);
        try {
            added.note(path(object), object.name(), post(object));
        } catch (KubernetesClientException e) {
            if (e.getCode() != 409) {
                throw refused(object, e);
            }
            LOG.info("{} {} is there already and stays as it is", object.kind(), object.name());
        }
    }

    private List<ManifestObject> ordered(List<ManifestObject> objects) {
        List<ManifestObject> ordered = new ArrayList<>(objects);
        boolean described = objects.stream()
                .anyMatch(o -> o.kind().equals("Namespace") && o.name().equals(namespace));
        if (!described && !namespace.equals("default")) {
            ordered.add(namespaceObject());
        }
        ordered.sort(Comparator.comparingInt(ManifestApplier::rank));
        return ordered;
    }

    private static int rank(ManifestObject object) {
        int first = FIRST.indexOf(object.kind());
        int last = LAST.indexOf(object.kind());
        return first >= 0 ? first : last >= 0 ? FIRST.size() + 1 + last : FIRST.size();
    }

    /** Stands for the namespace of a team in a mesh, whose owners have asked for proxies; a manifest of its own decides. */
    private ManifestObject namespaceObject() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("apiVersion", "v1").put("kind", "Namespace");
        ObjectNode metadata = json.putObject("metadata").put("name", namespace);
        switch (mesh) {
            case ISTIO -> metadata.putObject("labels").put("istio-injection", "enabled");
            case LINKERD -> metadata.putObject("annotations").put("linkerd.io/inject", "enabled");
            case ENVOY, NONE -> LOG.debug("No mesh is asked for proxies in {}", namespace);
        }
        return new ManifestObject(json, "the blueprint's namespace", Map.of());
    }

    /** Returns whether the object was created; it is there already otherwise. */
    private boolean create(ManifestObject object) {
        complete(object);
        try {
            post(object);
            return true;
        } catch (KubernetesClientException e) {
            if (e.getCode() != 409) {
                throw refused(object, e);
            }
            return false;
        }
    }

    /** Where a word such as {@code on} stands for text, it is kept as it was written, and sent again. */
    private String post(ManifestObject object) {
        try {
            return client.raw(path(object), "POST", object.json().toString());
        } catch (KubernetesClientException e) {
            Map<String, String> words = RefusedValue.wordsForText(object.scalars(), String.valueOf(e.getMessage()));
            words.forEach((path, word) -> LOG.warn(
                    "{} in manifest [{}] has [{}: {}], a boolean to kubectl, where text is needed: it is kept as text here; put it into quotes",
                    object.title(),
                    object.place(),
                    path,
                    word));
            if (words.isEmpty()) {
                throw e;
            }
            return post(object.with(words));
        }
    }

    private void complete(ManifestObject object) {
        if (isNamespaced(object) && object.namespace().isEmpty()) {
            object.namespace(namespace);
        }
    }

    private boolean isNamespaced(ManifestObject object) {
        return kinds.of(object).namespaced();
    }

    private String path(ManifestObject object) {
        return kinds.of(object).collection(object.namespace());
    }

    /** The object is there already, as the namespace {@code default} is: the manifest is applied over it. */
    private void applyOver(ManifestObject object) {
        GenericKubernetesResource wanted =
                client.getKubernetesSerialization().convertValue(object.json(), GenericKubernetesResource.class);
        try {
            var resources = client.genericKubernetesResources(kinds.of(object).context());
            (isNamespaced(object) ? resources.inNamespace(object.namespace()) : resources)
                    .resource(wanted)
                    .forceConflicts()
                    .serverSideApply();
        } catch (KubernetesClientException e) {
            throw refused(object, e);
        }
    }

    private static ClusterException refused(ManifestObject object, KubernetesClientException e) {
        String why = e.getStatus() == null ? FailureText.of(e) : e.getStatus().getMessage();
        return new ClusterException(
                "%s in manifest [%s] was refused by the API server: %s%s"
                        .formatted(object.title(), object.place(), why, RefusedValue.described(object.scalars(), why)),
                e);
    }
}
