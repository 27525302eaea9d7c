// SPDX-License-Identifier: Apache-2.0
/** The scheduler: which node a pod runs on. */
@NullMarked
package dev.spurline.embedded.internal.controllers.scheduling;

import org.jspecify.annotations.NullMarked;
