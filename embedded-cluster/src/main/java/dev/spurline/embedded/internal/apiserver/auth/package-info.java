// SPDX-License-Identifier: Apache-2.0
/** Who asks, and what they may: tokens, impersonation, RBAC and the reviews of both. */
@NullMarked
package dev.spurline.embedded.internal.apiserver.auth;

import org.jspecify.annotations.NullMarked;
