// SPDX-License-Identifier: Apache-2.0
/** EndpointSlices and Endpoints: which pods stand behind a Service. */
@NullMarked
package dev.spurline.embedded.internal.controllers.network;

import org.jspecify.annotations.NullMarked;
