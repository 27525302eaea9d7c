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
package dev.spurline.embedded.internal.cluster;

import dev.spurline.SandboxException;
import io.fabric8.kubernetes.api.model.APIResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Applies manifests in the order given. */
public final class Manifests {

    private static final String CLASS_PATH = "classpath:";

    private final KubernetesClient client;
    private final String namespace;

    /**
     * Applies through a client.
     *
     * @param client the client
     * @param namespace where objects go that name no namespace
     */
    public Manifests(KubernetesClient client, String namespace) {
        this.client = client;
        this.namespace = namespace;
    }

    /**
     * Applies manifests.
     *
     * @return the objects as the server has them
     * @throws SandboxException if one is not found, cannot be read or is refused
     */
    public List<HasMetadata> apply(List<String> manifests) {
        List<HasMetadata> objects =
                manifests.stream().flatMap(manifest -> read(manifest).stream()).toList();
        ensureNamespace(objects);
        List<HasMetadata> applied = new ArrayList<>();
        objects.forEach(object -> applied.add(apply(object)));
        return applied;
    }

    private void ensureNamespace(List<HasMetadata> objects) {
        boolean described = objects.stream()
                .anyMatch(object -> object.getKind().equals("Namespace")
                        && object.getMetadata().getName().equals(namespace));
        if (!described && client.namespaces().withName(namespace).get() == null) {
            client.resource(new NamespaceBuilder()
                            .withNewMetadata()
                            .withName(namespace)
                            .endMetadata()
                            .build())
                    .create();
        }
    }

    private List<HasMetadata> read(String manifest) {
        try (InputStream yaml = open(manifest)) {
            return client.load(yaml).items();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (KubernetesClientException e) {
            throw new SandboxException(
                    "Manifest [%s] cannot be read: %s".formatted(title(manifest), e.getMessage()), e);
        }
    }

    private static InputStream open(String manifest) {
        if (!manifest.startsWith(CLASS_PATH)) {
            return new ByteArrayInputStream(manifest.getBytes(StandardCharsets.UTF_8));
        }
        String name = manifest.substring(CLASS_PATH.length());
        String resource = name.startsWith("/") ? name.substring(1) : name;
        InputStream found = Thread.currentThread().getContextClassLoader().getResourceAsStream(resource);
        if (found == null) {
            throw new SandboxException("Manifest [%s] is not on the class path".formatted(manifest));
        }
        return found;
    }

    private static String title(String manifest) {
        return manifest.startsWith(CLASS_PATH)
                ? manifest
                : manifest.lines().findFirst().orElse("") + " …";
    }

    private HasMetadata apply(HasMetadata object) {
        if (object.getMetadata().getNamespace() == null && namespaced(object)) {
            object.getMetadata().setNamespace(namespace);
        }
        try {
            return client.resource(object).create();
        } catch (KubernetesClientException e) {
            throw new SandboxException(
                    "Object [%s %s] of the blueprint is refused: %s"
                            .formatted(object.getKind(), object.getMetadata().getName(), e.getMessage()),
                    e);
        }
    }

    private boolean namespaced(HasMetadata object) {
        if (!(object instanceof GenericKubernetesResource)) {
            return object instanceof Namespaced;
        }
        var resources = client.getApiResources(object.getApiVersion());
        return resources != null
                && resources.getResources().stream()
                        .filter(resource -> resource.getKind().equals(object.getKind()))
                        .anyMatch(APIResource::getNamespaced);
    }
}
