// SPDX-License-Identifier: Apache-2.0
/** Gathers what decides whether sandboxes can be opened in a namespace, and everything that is wrong, into the report that Doctor prints, or the one message of a sandbox that is refused. Writes nothing. */
@NullMarked
package dev.spurline.internal.report;

import org.jspecify.annotations.NullMarked;
