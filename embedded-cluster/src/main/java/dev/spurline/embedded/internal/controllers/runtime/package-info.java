// SPDX-License-Identifier: Apache-2.0
/** What every controller stands on: watched stores, work queues, writes to the API server, events. No decisions. */
@NullMarked
package dev.spurline.embedded.internal.controllers.runtime;

import org.jspecify.annotations.NullMarked;
