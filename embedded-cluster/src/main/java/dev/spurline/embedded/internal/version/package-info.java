// SPDX-License-Identifier: Apache-2.0
/** The version of Kubernetes that server and node say they are; nothing else lives here. */
@NullMarked
package dev.spurline.embedded.internal.version;

import org.jspecify.annotations.NullMarked;
