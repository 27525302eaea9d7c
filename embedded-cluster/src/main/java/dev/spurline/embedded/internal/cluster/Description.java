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

import dev.spurline.Blueprint;
import dev.spurline.ClusterSpec;
import dev.spurline.Images;
import dev.spurline.embedded.internal.node.ImageCatalogue;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What a blueprint said. */
public final class Description implements ClusterSpec {

    private final ImageCatalogue images = new ImageCatalogue();
    private final List<String> manifests = new ArrayList<>();
    private final Set<String> ingress = new LinkedHashSet<>();
    private String namespace = "default";
    private Mesh mesh = Mesh.ISTIO;

    private Description() {}

    /** Asks a blueprint. */
    public static Description of(Blueprint blueprint) {
        Description description = new Description();
        blueprint.describe(description);
        return description;
    }

    @Override
    public ClusterSpec manifests(String... texts) {
        manifests.addAll(List.of(texts));
        return this;
    }

    @Override
    public ClusterSpec namespace(String name) {
        namespace = name;
        return this;
    }

    @Override
    public Images images() {
        return images;
    }

    @Override
    public ClusterSpec mesh(Mesh chosen) {
        mesh = chosen;
        return this;
    }

    @Override
    public ClusterSpec ingress(String... services) {
        ingress.addAll(List.of(services));
        return this;
    }

    /** Returns the images as the node wants them. */
    public ImageCatalogue catalogue() {
        return images;
    }

    /** Returns the manifests in order. */
    public List<String> manifests() {
        return List.copyOf(manifests);
    }

    /** Returns the namespace of manifests that name none. */
    public String namespace() {
        return namespace;
    }

    /** Returns whose rules the mesh follows. */
    public Mesh mesh() {
        return mesh;
    }

    /** Returns whether a Service is open at the ingress gateway. */
    public boolean opens(String in, String service) {
        return ingress.contains(in + "/" + service) || (in.equals(namespace) && ingress.contains(service));
    }
}
