// SPDX-License-Identifier: Apache-2.0
/** Keeps the routes of an open sandbox true to the routes and Services of others. How they look is planned elsewhere. */
@NullMarked
package dev.spurline.internal.follow;

import org.jspecify.annotations.NullMarked;
