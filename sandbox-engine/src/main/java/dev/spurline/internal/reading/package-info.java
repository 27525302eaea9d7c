// SPDX-License-Identifier: Apache-2.0
/** Reads the cluster for a plan: which kinds are served, and with one list call a kind what is there, but for what watches show already. The values are those of {@code survey}. */
@NullMarked
package dev.spurline.internal.reading;

import org.jspecify.annotations.NullMarked;
