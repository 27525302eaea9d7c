// SPDX-License-Identifier: Apache-2.0
/** The service mesh: a proxy beside each pod that routes as Istio or Linkerd would; starts at MeshProxies. */
@NullMarked
package dev.spurline.embedded.internal.mesh;

import org.jspecify.annotations.NullMarked;
