// SPDX-License-Identifier: Apache-2.0
/** What the mesh knows: Services, endpoints and routes, read from the API by watches, as immutable snapshots. */
@NullMarked
package dev.spurline.embedded.internal.mesh.config;

import org.jspecify.annotations.NullMarked;
