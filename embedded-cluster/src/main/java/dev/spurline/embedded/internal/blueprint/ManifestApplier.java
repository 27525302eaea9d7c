/*
 * Copyright 2026 the Spurline authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package dev.spurline.embedded.internal.blueprint;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.SandboxException;
import io.fabric8.kubernetes.api.model.APIResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

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

    private final KubernetesClient client;
    private final ServedKinds kinds;
    private final String namespace;

    ManifestApplier(KubernetesClient client, String namespace) {
        this.client = client;
        this.kinds = new ServedKinds(client);
        this.namespace = namespace;
    }

    void apply(List<ManifestObject> objects) {
        List<ManifestObject> ordered = new ArrayList<>(objects);
        boolean described = objects.stream()
                .anyMatch(o -> o.kind().equals("Namespace") && o.name().equals(namespace));
        if (!described && !namespace.equals("default")) {
            ordered.add(namespaceObject());
        }
        ordered.sort(Comparator.comparingInt(ManifestApplier::rank));
        ordered.forEach(this::apply);
    }

    private static int rank(ManifestObject object) {
        int first = FIRST.indexOf(object.kind());
        int last = LAST.indexOf(object.kind());
        return first >= 0 ? first : last >= 0 ? FIRST.size() + 1 + last : FIRST.size();
    }

    private ManifestObject namespaceObject() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("apiVersion", "v1").put("kind", "Namespace");
        json.putObject("metadata").put("name", namespace);
        return new ManifestObject(json, "the blueprint's namespace");
    }

    private void apply(ManifestObject object) {
        APIResource resource = kinds.of(object);
        boolean namespaced = Boolean.TRUE.equals(resource.getNamespaced());
        if (namespaced && object.namespace().isEmpty()) {
            object.namespace(namespace);
        }
        try {
            client.raw(path(object, resource, namespaced), "POST", object.json().toString());
        } catch (KubernetesClientException e) {
            if (e.getCode() != 409) {
                throw refused(object, e);
            }
            applyOver(object, resource, namespaced);
        }
    }

    private static String path(ManifestObject object, APIResource resource, boolean namespaced) {
        String root = object.apiVersion().contains("/") ? "/apis/" : "/api/";
        String scope = namespaced ? "/namespaces/" + object.namespace() : "";
        return root + object.apiVersion() + scope + "/" + resource.getName();
    }

    /** The object is there already, as the namespace {@code default} is: the manifest is applied over it. */
    private void applyOver(ManifestObject object, APIResource resource, boolean namespaced) {
        int slash = object.apiVersion().indexOf('/');
        ResourceDefinitionContext context = new ResourceDefinitionContext.Builder()
                .withGroup(slash < 0 ? "" : object.apiVersion().substring(0, slash))
                .withVersion(object.apiVersion().substring(slash + 1))
                .withKind(object.kind())
                .withPlural(resource.getName())
                .withNamespaced(namespaced)
                .build();
        GenericKubernetesResource wanted =
                client.getKubernetesSerialization().convertValue(object.json(), GenericKubernetesResource.class);
        try {
            var resources = client.genericKubernetesResources(context);
            (namespaced ? resources.inNamespace(object.namespace()) : resources)
                    .resource(wanted)
                    .forceConflicts()
                    .serverSideApply();
        } catch (KubernetesClientException e) {
            throw refused(object, e);
        }
    }

    private static SandboxException refused(ManifestObject object, KubernetesClientException e) {
        String why = e.getStatus() == null ? e.getMessage() : e.getStatus().getMessage();
        return new SandboxException(
                "%s in manifest [%s] was refused by the API server: %s".formatted(object.title(), object.place(), why),
                e);
    }
}
