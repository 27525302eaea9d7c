// SPDX-License-Identifier: Apache-2.0
/**
 * Every setting there is, with its type: what the engine and its doors, such as the JUnit extension, read from
 * {@link dev.spurline.Settings}. How sources are read does not live here.
 */
@NullMarked
package dev.spurline.settings;

import org.jspecify.annotations.NullMarked;
