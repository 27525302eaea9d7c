// SPDX-License-Identifier: Apache-2.0
/** When schedules in the form of cron are due, and what is wrong with those that cannot be read. */
@NullMarked
package dev.spurline.embedded.internal.cron;

import org.jspecify.annotations.NullMarked;
