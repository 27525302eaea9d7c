/** Puts API server, controllers, mesh and node together as a blueprint describes. */
@NullMarked
package dev.spurline.embedded.internal.cluster;

import org.jspecify.annotations.NullMarked;
