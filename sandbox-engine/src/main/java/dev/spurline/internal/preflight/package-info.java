// SPDX-License-Identifier: Apache-2.0
/** Asks whether a sandbox may be made: permissions of the user, guards of the settings. */
@NullMarked
package dev.spurline.internal.preflight;

import org.jspecify.annotations.NullMarked;
