// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.node.environment;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Secret;
import java.util.Optional;

/** Looks up what pods of one namespace refer to. */
public interface ReferencedObjects {

    Optional<ConfigMap> configMap(String name);

    Optional<Secret> secret(String name);
}
