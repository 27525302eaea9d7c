// SPDX-License-Identifier: Apache-2.0
/** What a person needs to understand a failure: states of containers, events and log lines. Reads, and decides nothing. */
@NullMarked
package dev.spurline.internal.diagnosis;

import org.jspecify.annotations.NullMarked;
