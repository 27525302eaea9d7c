// SPDX-License-Identifier: Apache-2.0
/** Jobs, their deadline and their end, the deletion of finished ones, and CronJobs. */
@NullMarked
package dev.spurline.embedded.internal.controllers.batch;

import org.jspecify.annotations.NullMarked;
