// SPDX-License-Identifier: Apache-2.0
/** What integrations of test frameworks need of a sandbox, and tests do not. */
@NullMarked
package dev.spurline.framework;

import org.jspecify.annotations.NullMarked;
