// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.plan;

import java.util.Set;

/** How a mesh's proxies are told from the containers of an application. */
final class ProxyContainers {

    static final Set<String> NAMES =
            Set.of("istio-proxy", "linkerd-proxy", "istio-init", "linkerd-init", "istio-validation");

    private ProxyContainers() {}
}
