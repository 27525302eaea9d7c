// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.Set;

/** A route of others that is bound to gateways. */
public interface GatewayRoute {

    /** Returns the route itself. */
    GenericKubernetesResource object();

    /** Returns the Gateways, as {@code namespace/name}. */
    Set<String> gateways();

    /** Returns the hosts whose requests it decides about: names in lower case, and wildcards. */
    Set<String> hosts();

    /** Returns those of some Services, named {@code namespace/name}, that a rule leads to. */
    Set<String> leadsTo(Set<String> services);

    default String namespace() {
        return object().getMetadata().getNamespace();
    }

    /** Returns kind, namespace and name, as in messages. */
    default String title() {
        return SandboxRoute.title(object());
    }
}
