// SPDX-License-Identifier: Apache-2.0
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
