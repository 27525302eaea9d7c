// SPDX-License-Identifier: Apache-2.0
/** The names, types, defaults and sources of all settings, and the guards made of them. */
@NullMarked
package dev.spurline.internal.settings;

import org.jspecify.annotations.NullMarked;
