// SPDX-License-Identifier: Apache-2.0
/**
 * The four ways to patch an object (JSON patch, merge patch, strategic merge patch, server-side apply) and who owns which field
 * afterwards. Pure functions over JSON; no storage, no HTTP.
 */
@NullMarked
package dev.spurline.embedded.internal.apiserver.patch;

import org.jspecify.annotations.NullMarked;
