// SPDX-License-Identifier: Apache-2.0
/** Reads YAML as kubectl does: the one place for manifests, patches and bodies of requests. No public API. */
@NullMarked
package dev.spurline.cluster.internal.yaml;

import org.jspecify.annotations.NullMarked;
