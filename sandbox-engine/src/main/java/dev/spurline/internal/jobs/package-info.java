// SPDX-License-Identifier: Apache-2.0
/** Runs the forks of CronJobs when a test asks for it. What such a Job looks like is planned elsewhere. */
@NullMarked
package dev.spurline.internal.jobs;

import org.jspecify.annotations.NullMarked;
