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
package dev.spurline.embedded.internal.node.volume;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ObjectFieldSelector;
import io.fabric8.kubernetes.api.model.ResourceFieldSelector;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.ServiceAccountTokenProjection;
import java.util.Optional;

/** Looks up, for one pod, what its volumes are filled from. */
public interface VolumeSources {

    /** Finds a ConfigMap of the pod's namespace. */
    Optional<ConfigMap> configMap(String name);

    /** Finds a Secret of the pod's namespace. */
    Optional<Secret> secret(String name);

    /** Reads a field of the pod. */
    String field(ObjectFieldSelector selector) throws VolumeException;

    /** Reads a request or a limit of a container of the pod. */
    String resource(ResourceFieldSelector selector) throws VolumeException;

    /** Returns a token of the pod's ServiceAccount that is valid for a while yet. */
    String token(ServiceAccountTokenProjection projection) throws VolumeException;
}
